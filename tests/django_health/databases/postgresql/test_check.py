"""What the check of PostgreSQL finds."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest

from django_health.databases import families
from django_health.databases.postgresql.queries import QUESTIONS, STATES
from django_health.result import Reason, Status
from live_servers import PostgreSQL
from postgresql_checks import LONG, MakeCheck, failure_of, figures_of, until

HIDDEN_NAMES = (
    "connections_by_state, oldest_transaction_age_seconds, idle_in_transaction_sessions, "
    "blocked_sessions"
)


def add_plain_role(server: PostgreSQL) -> dict[str, Any]:
    """Create a role without any privilege, and return what its target has."""
    with server.connect() as admin:
        admin.execute(f"CREATE ROLE plain LOGIN PASSWORD '{server.password}'")
    return {"user": "plain"}


def test_figures_are_those_of_the_server(
    make_postgresql_check: MakeCheck, own_postgresql: PostgreSQL
) -> None:
    """What the server says to others it says to us."""
    with own_postgresql.connect() as admin:
        row = admin.execute(
            "SELECT pg_database_size(current_database()),"
            " extract(epoch FROM pg_postmaster_start_time())::float"
        ).fetchone()
        outcome = make_postgresql_check(own_postgresql).check()

    found = figures_of(outcome)
    assert outcome.status is Status.OK
    assert row == (found["size_bytes"], pytest.approx(found["start_timestamp_seconds"]))
    assert found["connections"] == 2
    assert found["connections_by_state active"] == 1
    assert found["connections_by_state idle"] == 1
    assert found["max_connections"] == 100
    assert found["reserved_connections"] == 3
    assert (found["is_replica"], found["read_only"], found["replicas"]) == (0, 0, 0)
    assert found["oldest_transaction_age_seconds"] == 0
    assert found["missing_privileges"] == 0
    assert 0 < found["round_trip_seconds"] < LONG
    assert "replication_lag_seconds" not in found
    assert {f"connections_by_state {state}" for state in STATES} <= found.keys()


def test_details_tell_the_same_for_people(
    make_postgresql_check: MakeCheck, own_postgresql: PostgreSQL
) -> None:
    """The JSON document has the figures under plain names."""
    details = make_postgresql_check(own_postgresql).check().details

    assert details["engine"] == "postgresql"
    assert str(details["version"])[0].isdecimal()
    assert details["role"] == "primary"
    assert details["read_only"] is False
    assert (details["connections"], details["max_connections"]) == (1, 100)
    assert details["states"] == dict.fromkeys(STATES, 0) | {"active": 1}


def test_counters_are_of_this_database(
    make_postgresql_check: MakeCheck, own_postgresql: PostgreSQL
) -> None:
    """Commits and buffers are counted for the target's database alone, and rise."""
    with own_postgresql.connect() as admin:
        admin.execute("CREATE DATABASE shop")
    check = make_postgresql_check(own_postgresql, name="shop")
    names = ("commits_total", "rollbacks_total", "buffer_hits_total", "deadlocks_total")

    first = figures_of(check.check())
    with own_postgresql.connect("shop") as admin:
        admin.execute("CREATE TABLE t AS SELECT generate_series(1, 1000)")
        for _ in range(20):
            admin.execute("SELECT count(*) FROM t")
        admin.execute("SELECT pg_stat_force_next_flush()")
    second = figures_of(check.check())

    assert all(second[name] >= first[name] for name in names)
    assert first["commits_total"] + 20 <= second["commits_total"] < first["commits_total"] + 100
    assert second["buffer_hits_total"] > first["buffer_hits_total"]


def test_open_and_blocked_transactions_are_seen(
    make_postgresql_check: MakeCheck, own_postgresql: PostgreSQL
) -> None:
    """A transaction that idles, and one that waits for its lock, are told."""
    with own_postgresql.connect() as idling, own_postgresql.connect() as waiting:
        idling.execute("CREATE TABLE t ()")
        idling.execute("BEGIN")
        idling.execute("LOCK TABLE t")
        time.sleep(0.05)
        waiter = threading.Thread(target=waiting.execute, args=("TABLE t",))
        waiter.start()
        try:
            found = until(
                lambda found: found["blocked_sessions"] > 0, make_postgresql_check(own_postgresql)
            )
        finally:
            idling.execute("ROLLBACK")
            waiter.join()

    assert found["blocked_sessions"] == 1
    assert found["idle_in_transaction_sessions"] == 1
    assert found["connections_by_state idle in transaction"] == 1
    assert found["connections_by_state active"] == 2
    assert 0.05 <= found["oldest_transaction_age_seconds"] < LONG


def test_a_role_without_privileges_works(
    make_postgresql_check: MakeCheck, own_postgresql: PostgreSQL
) -> None:
    """Without the right to see others' sessions those figures are absent, and all others there."""
    plain = add_plain_role(own_postgresql)
    with own_postgresql.connect():
        outcome = make_postgresql_check(own_postgresql, **plain).check()

    found = figures_of(outcome)
    assert outcome.status is Status.OK
    assert found["connections"] == 2
    assert found["missing_privileges"] == 4
    assert not any(name.startswith("connections_by_state") for name in found)
    assert not {"blocked_sessions", "oldest_transaction_age_seconds"} & found.keys()
    assert {"size_bytes", "commits_total", "max_connections", "replicas"} <= found.keys()
    assert outcome.details["missing_privileges"] == [
        f"{HIDDEN_NAMES}: GRANT pg_monitor TO <the user of this alias>"
    ]


def test_the_grant_that_is_named_helps(
    make_postgresql_check: MakeCheck, own_postgresql: PostgreSQL
) -> None:
    """With pg_monitor nothing is missing any more."""
    plain = add_plain_role(own_postgresql)
    with own_postgresql.connect() as admin:
        admin.execute("GRANT pg_monitor TO plain")

    assert (
        figures_of(make_postgresql_check(own_postgresql, **plain).check())["missing_privileges"]
        == 0
    )


def test_refused_questions_cost_nothing_but_their_figures(
    make_postgresql_check: MakeCheck, own_postgresql: PostgreSQL
) -> None:
    """On a hardened server each refused figure names its grant, and is not asked again."""
    plain = add_plain_role(own_postgresql)
    with own_postgresql.connect() as admin:
        admin.execute("REVOKE SELECT ON pg_catalog.pg_stat_database FROM PUBLIC")
        admin.execute("REVOKE EXECUTE ON FUNCTION pg_postmaster_start_time() FROM PUBLIC")
    check = make_postgresql_check(own_postgresql, **plain)

    first, second = check.check(), check.check()

    assert figures_of(first).keys() == figures_of(second).keys()
    assert {"connections", "replicas", "size_bytes"} <= figures_of(second).keys()
    assert not {"commits_total", "max_connections"} & figures_of(second).keys()
    grants = second.details["missing_privileges"]
    assert isinstance(grants, list)
    assert any("GRANT SELECT ON pg_catalog.pg_stat_database TO" in grant for grant in grants)
    assert any("GRANT EXECUTE ON FUNCTION" in grant for grant in grants)
    assert own_postgresql.log.count("permission denied for view pg_stat_database") == 1


def test_the_assumed_role_is_the_one_that_asks(
    make_postgresql_check: MakeCheck, own_postgresql: PostgreSQL
) -> None:
    """With assume_role the role's privileges count, and grants are for it."""
    add_plain_role(own_postgresql)
    with own_postgresql.connect() as admin:
        admin.execute("REVOKE CONNECT ON DATABASE postgres FROM PUBLIC")

    outcome = make_postgresql_check(own_postgresql, options={"assume_role": "plain"}).check()

    assert outcome.status is Status.OK
    assert outcome.details["missing_privileges"] == [
        f"{HIDDEN_NAMES}: GRANT pg_monitor TO <the role in assume_role>",
        "size_bytes: GRANT CONNECT ON DATABASE <this database> TO <the role in assume_role>",
    ]


def test_an_unknown_assumed_role_is_misconfigured(
    make_postgresql_check: MakeCheck, postgresql: PostgreSQL
) -> None:
    """A role that does not exist is a mistake in the settings, and the message names it so."""
    failed = failure_of(make_postgresql_check(postgresql, options={"assume_role": "nobody"}))

    assert failed.reason is Reason.MISCONFIGURED
    assert "assume_role" in str(failed)


def test_what_a_server_does_not_have_is_left_out(
    make_postgresql_check: MakeCheck, postgresql: PostgreSQL
) -> None:
    """A question that a server cannot answer at all leaves its figures out, and status ok."""
    server, *rest = QUESTIONS
    unknown = server._replace(sql="SELECT pg_nothing()", gives=(families.READ_ONLY,))

    outcome = make_postgresql_check(postgresql, questions=(unknown, *rest)).check()

    assert outcome.status is Status.OK
    assert {"size_bytes", "connections"} <= figures_of(outcome).keys()
    assert outcome.details["not_measured"] == ["read_only: SQLSTATE 42883"]


def test_a_size_that_takes_too_long_is_left_out(
    make_postgresql_check: MakeCheck, postgresql: PostgreSQL
) -> None:
    """A database with so many files that its size takes too long is well all the same."""
    *others, size = QUESTIONS
    slow = size._replace(sql="SELECT pg_sleep(20)")

    outcome = make_postgresql_check(postgresql, timeout=2.0, questions=(*others, slow)).check()

    assert outcome.status is Status.OK
    assert "size_bytes" not in figures_of(outcome)
    assert "connections" in figures_of(outcome)


def test_a_read_only_default_is_told(
    make_postgresql_check: MakeCheck, postgresql: PostgreSQL
) -> None:
    """A database whose clients cannot write by default is read-only, our own session aside."""
    options = {"options": "-c default_transaction_read_only=on"}

    assert figures_of(make_postgresql_check(postgresql, options=options).check())["read_only"] == 1


def test_it_is_described(make_postgresql_check: MakeCheck, postgresql: PostgreSQL) -> None:
    """The check stands under its alias in the component of databases."""
    check = make_postgresql_check(postgresql, timeout=3.0, alias="reports")

    assert (check.name, check.target, check.part) == ("database", "reports", "")
    assert check.timeout == 3.0
    assert {m.labels[0] for m in check.check().measurements} == {"reports"}
