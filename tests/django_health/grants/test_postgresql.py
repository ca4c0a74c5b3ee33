"""A user with these privileges and no others, at a real PostgreSQL."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace

import psycopg
import pytest

from django_health.databases.lending import MissingTableError
from django_health.databases.postgresql.check import PostgreSQLCheck
from django_health.failure import CheckFailed
from django_health.grants.needs import CACHE, READ, Needs
from django_health.grants.postgresql import postgresql_grants, quoted
from django_health.grants.script import Account
from django_health.result import Outcome
from django_health.targets import PostgreSQLTarget, Secret
from live_servers import PostgreSQL
from postgresql_checks import figures_of, target_of

DATABASE, USER, PASSWORD = 'sh"op', 'Mon "1"', secrets.token_hex(8)
NEEDS = Needs({"django_migrations": READ, "cached": CACHE})
QUERY = "SELECT count(*) FROM django_migrations"


@pytest.fixture(scope="module")
def server() -> Iterator[PostgreSQL]:
    """A server on which nobody may do anything by himself."""
    with PostgreSQL() as started:
        with started.connect() as admin:
            admin.execute(f"CREATE DATABASE {quoted(DATABASE)}".encode())
            admin.execute(f"REVOKE ALL ON DATABASE {quoted(DATABASE)} FROM PUBLIC".encode())
        with started.connect(DATABASE) as owner:
            owner.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
            owner.execute("CREATE TABLE django_migrations (id int, app text, name text)")
            owner.execute("CREATE TABLE cached (cache_key text, value text)")
        yield started


@pytest.fixture
def owner(server: PostgreSQL) -> Iterator[psycopg.Connection]:
    """A superuser, and two roles that have no privilege yet."""
    with server.connect(DATABASE) as connection:
        connection.execute(f"CREATE ROLE {quoted(USER)} LOGIN PASSWORD '{PASSWORD}'".encode())
        connection.execute("CREATE ROLE reader")
        yield connection
        for role in (quoted(USER), "reader"):
            connection.execute(f"DROP OWNED BY {role}; DROP ROLE {role}".encode())


def statements(role: str = "") -> Sequence[str]:
    """What is typed."""
    return postgresql_grants(
        "database/default", "15.4", DATABASE, Account(USER), NEEDS, role=role
    ).statements


def grant(owner: psycopg.Connection, typed: Sequence[str]) -> None:
    """Type it."""
    for statement in typed:
        owner.execute(statement.encode())


def target(server: PostgreSQL) -> PostgreSQLTarget:
    """The database, asked by the user."""
    return target_of(server, name=DATABASE, user=USER, password=Secret(PASSWORD))


def asked(target: PostgreSQLTarget) -> Outcome:
    """Run every query of the exporter, and those of its borrowers."""
    with closing(PostgreSQLCheck(target, 20.0)) as check:
        outcome = check.check()
        check.ask(QUERY, limit=1, timeout=20.0, borrower=None)
        return outcome


@pytest.mark.parametrize("role", ["", "reader"])
def test_every_figure_is_had(server: PostgreSQL, owner: psycopg.Connection, role: str) -> None:
    """All that a superuser is told, also where the connection assumes a role."""
    grant(owner, statements(role))
    options = {"assume_role": role} if role else {}
    outcome = asked(replace(target(server), options=options))
    administrator = asked(target_of(server, name=DATABASE))
    assert "missing_privileges" not in outcome.details
    assert figures_of(outcome).keys() == figures_of(administrator).keys()


def test_a_cache_in_a_table_can_be_used(server: PostgreSQL, owner: psycopg.Connection) -> None:
    """Its rows can be put, read and deleted, and nothing else can."""
    grant(owner, statements())
    place = target(server)
    with psycopg.connect(
        host=place.host, port=place.port, dbname=DATABASE, user=USER, password=PASSWORD
    ) as user:
        user.execute("INSERT INTO cached VALUES ('k', 'v')")
        assert user.execute("DELETE FROM cached RETURNING value").fetchall() == [("v",)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            user.execute("INSERT INTO django_migrations VALUES (1, 'a', 'b')")


@pytest.mark.parametrize(
    ("left_out", "complaint"),
    [
        ("CONNECT", "permission"),
        ("pg_read_all_stats", "oldest_transaction_age_seconds"),
        ("SCHEMA", "MissingTableError"),
        ("SELECT ON", "permission"),
    ],
)
def test_none_is_too_much(
    server: PostgreSQL, owner: psycopg.Connection, left_out: str, complaint: str
) -> None:
    """Without any one of them something is missing, and is told."""
    grant(owner, [each for each in statements() if left_out not in each])
    try:
        outcome = asked(target(server))
    except (CheckFailed, MissingTableError) as failed:
        told = repr(failed)
    else:
        told = str(outcome.details.get("missing_privileges"))
    assert complaint in told


def test_old_servers_are_told() -> None:
    """Before version 10 the role is not there."""
    told = postgresql_grants("database/a", "9.6.24", "shop", Account(), Needs())
    assert len(told.notes) == 1
    assert "not supported" in told.notes[0]
    assert told.statements == ()
    assert "not supported" not in str(postgresql_grants("a", "", "b", Account(), Needs()).notes)


def test_another_schema_is_thought_of() -> None:
    """Where there are tables; the server's own figures have none."""
    assert "search_path" in str(postgresql_grants("a", "15", "b", Account(), NEEDS).notes)
    assert "search_path" not in str(postgresql_grants("a", "15", "b", Account(), Needs()).notes)


def test_own_queries_are_left_to_their_owner() -> None:
    """Nobody else knows what they read."""
    told = postgresql_grants("database/a", "15", "b", Account(), Needs(queries=("orders",)))
    assert "own queries read: orders" in told.notes[-1]
