"""Clock and time zone of real servers."""

from __future__ import annotations

import time
import zoneinfo
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DataError, connections

from django_health.checks.configuration.database_time import DatabaseTimeCheck
from django_health.checks.configuration.families import CLOCK_SKEW, TIME_ZONE_FINDING
from django_health.databases.lending import Rows
from django_health.databases.postgresql.check import PostgreSQLCheck
from django_health.engine import Engine
from django_health.failure import CheckFailed
from django_health.result import Outcome, Reason, Status
from django_health.steps import Steps
from django_health.targets import PostgreSQLTarget
from django_projects import database, postgresql_settings
from lenders import LendingDatabase, LendingMariaDB, LendingPostgreSQL
from live_servers import MariaDB, PostgreSQL, SilentListener

ODD = "Asia/Kathmandu"
"""A zone that no server is in."""

pytestmark = pytest.mark.usefixtures("django_project")


def outcome_of(lender: LendingDatabase, ahead: float = 0.0) -> Outcome:
    """The outcome on a host whose clock is behind the server's by so many seconds."""
    check = DatabaseTimeCheck(lender, 5.0, wall_clock=lambda: time.time() - ahead)
    assert check.label == f"configuration/database/{lender.target}"
    outcome = check.check()
    assert ODD not in repr(outcome)
    return outcome


def zone_findings(outcome: Outcome) -> dict[str, float]:
    """The findings about the time zone."""
    return {m.labels[1]: m.value for m in outcome.measurements if m.family is TIME_ZONE_FINDING}


def skew(outcome: Outcome) -> float:
    """The figure, which is in the details too."""
    (value,) = [m.value for m in outcome.measurements if m.family is CLOCK_SKEW]
    assert outcome.details["clock_skew_seconds"] == value
    return value


@pytest.fixture
def django_database(server_lender: LendingDatabase) -> Iterator[LendingDatabase]:
    """A server that is one of Django's databases."""
    with database(server_lender.target):
        yield server_lender


def use(monkeypatch: pytest.MonkeyPatch, time_zone: str, *, uses_tz: bool) -> None:
    """Set what Django's settings say."""
    monkeypatch.setattr(settings, "TIME_ZONE", time_zone)
    monkeypatch.setattr(settings, "USE_TZ", uses_tz)


def test_a_clock_that_goes_with_the_hosts_is_fine(server_lender: LendingDatabase) -> None:
    """A database that Django does not know has no zone to compare."""
    outcome = outcome_of(server_lender)
    assert (outcome.status, outcome.message) == (Status.OK, "")
    assert abs(skew(outcome)) < 2.0
    assert set(outcome.details) == {"clock_skew_seconds", "uncertainty_seconds"}
    assert zone_findings(outcome) == {}


@pytest.mark.parametrize(("ahead", "way"), [(90.0, "ahead of"), (-90.0, "behind")])
def test_a_clock_that_is_off_warns(server_lender: LendingDatabase, ahead: float, way: str) -> None:
    """With its sign, also where the server's zone is far from UTC."""
    server_lender.set_time_zone("+05:45")
    outcome = outcome_of(server_lender, ahead)
    assert (outcome.status, outcome.reason) == (Status.WARNING, Reason.THRESHOLD)
    assert skew(outcome) == pytest.approx(ahead, abs=2.0)
    assert f" s {way} this host's" in outcome.message


def test_utc_matches_with_use_tz(
    django_database: LendingDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The zone in which the application shows its times is no matter of the server's."""
    use(monkeypatch, "UTC", uses_tz=True)
    django_database.set_time_zone("+00:00")
    outcome = outcome_of(django_database)
    assert outcome.status is Status.OK
    assert outcome.details["time_zone_matches"] is True
    assert zone_findings(outcome) == {"mismatch": 0, "unknown_zone": 0}


def test_another_zone_is_a_detail_with_use_tz(
    django_database: LendingDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Django's times are in UTC."""
    use(monkeypatch, "UTC", uses_tz=True)
    django_database.set_time_zone("+05:45")
    outcome = outcome_of(django_database)
    assert (outcome.status, outcome.details["time_zone_matches"]) == (Status.OK, False)
    assert zone_findings(outcome)["mismatch"] == 0


def test_another_zone_warns_without_use_tz(
    django_database: LendingDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then what the server calls now is another time."""
    use(monkeypatch, ODD, uses_tz=False)
    django_database.set_time_zone("+00:00")
    outcome = outcome_of(django_database)
    assert (outcome.status, outcome.reason) == (Status.WARNING, Reason.MISCONFIGURED)
    assert outcome.message.startswith("the server's time zone is not TIME_ZONE while USE_TZ is off")
    assert zone_findings(outcome) == {"mismatch": 1, "unknown_zone": 0}


def test_the_same_zone_under_another_name_matches(
    django_database: LendingDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is compared by what its clocks show."""
    use(monkeypatch, ODD, uses_tz=False)
    django_database.set_time_zone("+05:45")
    outcome = outcome_of(django_database)
    assert (outcome.status, outcome.details["time_zone_matches"]) == (Status.OK, True)


def test_zone_and_clock_warn_together(
    django_database: LendingDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one sentence."""
    use(monkeypatch, ODD, uses_tz=False)
    django_database.set_time_zone("+00:00")
    message = outcome_of(django_database, ahead=60.0).message
    assert "USE_TZ is off" in message
    assert "ahead of this host's" in message


@pytest.fixture
def nowhere(tmp_path: Path) -> Iterator[str]:
    """The name of a zone that Python knows and no server."""
    source = next(Path(folder, ODD) for folder in zoneinfo.TZPATH if Path(folder, ODD).exists())
    (tmp_path / "Canary").mkdir()
    (tmp_path / "Canary" / "Nowhere").write_bytes(source.read_bytes())
    before = zoneinfo.TZPATH
    zoneinfo.reset_tzpath([str(tmp_path), *before])
    yield "Canary/Nowhere"
    zoneinfo.reset_tzpath(before)


@pytest.mark.parametrize("uses_tz", [True, False])
def test_a_zone_that_postgresql_does_not_know_is_an_error(
    postgresql: PostgreSQL, monkeypatch: pytest.MonkeyPatch, nowhere: str, uses_tz: bool
) -> None:
    """Django sets it on each connection, which then fails, while ours does not."""
    use(monkeypatch, "UTC" if uses_tz else nowhere, uses_tz=uses_tz)
    zone = nowhere if uses_tz else None
    with (
        closing(LendingPostgreSQL(postgresql)) as lender,
        database(lender.target, TIME_ZONE=zone, **postgresql_settings(postgresql)),
    ):
        with pytest.raises(DataError):
            connections[lender.target].ensure_connection()
        connections[lender.target].close()
        outcome = outcome_of(lender)
    assert (outcome.status, outcome.reason) == (Status.ERROR, Reason.MISCONFIGURED)
    assert outcome.message.startswith("the server does not know the TIME_ZONE")
    assert outcome.details["time_zone_known"] is False
    assert zone_findings(outcome)["unknown_zone"] == 1
    assert "Nowhere" not in repr(outcome)


@pytest.mark.parametrize("name", [ODD, "utc", "AEST"])
def test_a_zone_that_postgresql_knows_is_none(
    postgresql: PostgreSQL, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """By its name as Django writes it, or as the server's own abbreviation."""
    monkeypatch.setattr("django_health.checks.configuration.time_zone._zone", lambda _: UTC)
    use(monkeypatch, name, uses_tz=False)
    with closing(LendingPostgreSQL(postgresql)) as lender, database(lender.target):
        assert outcome_of(lender).details["time_zone_known"] is True


def test_mariadb_without_its_time_zones_warns(
    mariadb: MariaDB, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless the application shows its times as they are stored."""
    with closing(LendingMariaDB(mariadb)) as lender, database(lender.target):
        use(monkeypatch, ODD, uses_tz=True)
        outcome = outcome_of(lender)
        assert (outcome.status, outcome.reason) == (Status.WARNING, Reason.MISCONFIGURED)
        assert "mysql_tzinfo_to_sql" in outcome.message
        assert zone_findings(outcome)["unknown_zone"] == 1
        for uses_tz, zone in ((True, "UTC"), (False, ODD)):
            use(monkeypatch, zone, uses_tz=uses_tz)
            assert outcome_of(lender).details["time_zone_known"] is True


def test_mariadb_with_its_time_zones_is_fine(monkeypatch: pytest.MonkeyPatch) -> None:
    """When somebody has loaded them."""
    with MariaDB() as server, closing(LendingMariaDB(server)) as lender, database(lender.target):
        for number, name in enumerate(("UTC", ODD), 1):
            for table, values in (
                ("time_zone", f"{number}, 'N'"),
                ("time_zone_name", f"'{name}', {number}"),
                ("time_zone_transition_type", f"{number}, 0, 20700, 0, 'X'"),
            ):
                lender.execute(f"INSERT INTO mysql.{table} VALUES ({values})")  # noqa: S608
        use(monkeypatch, ODD, uses_tz=True)
        outcome = outcome_of(lender)
        assert (outcome.status, outcome.details["time_zone_known"]) == (Status.OK, True)
        lender.set_time_zone(ODD)
        assert outcome_of(lender).details["time_zone_matches"] is False


def test_a_zone_in_init_command_is_not_judged(
    mariadb: MariaDB, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the application's sessions have is not the server's."""
    use(monkeypatch, ODD, uses_tz=False)
    options = {"init_command": "SET time_zone = '+05:45'"}
    with (
        closing(LendingMariaDB(mariadb)) as lender,
        database(lender.target, OPTIONS=options),
    ):
        outcome = outcome_of(lender)
    assert outcome.status is Status.OK
    assert "time_zone_matches" not in outcome.details


def test_a_silent_server_is_given_up_in_time() -> None:
    """And the run has ended then, so that the next one can begin."""
    with SilentListener() as listener:
        target = PostgreSQLTarget(
            "default", "postgresql", host=listener.host, port=listener.port, name="x"
        )
        lender = PostgreSQLCheck(target, 30.0)
        engine = Engine([DatabaseTimeCheck(lender, 0.3)])
        (result,) = engine.run(deadline=20.0).results
        assert result.outcome.reason is Reason.TIMEOUT
        end = time.monotonic() + 20
        while engine.stuck:
            assert time.monotonic() < end
            time.sleep(0.01)
        engine.close()
        lender.close()


class Canned:
    """A server that gives the same row to each question."""

    target = "default"
    vendor = "postgresql"

    def __init__(self, *row: object) -> None:
        self._row = row

    def ask(self, sql: str, *, limit: int, timeout: float, borrower: object) -> Rows:
        """Give the row."""
        assert (sql[:6], limit, timeout > 0, borrower is not None) == ("SELECT", 1, True, True)
        return Rows(("c",) * len(self._row), [self._row])

    def ask_in_steps(self, *_: object, **__: object) -> Steps[Rows]:
        """Nobody asks so."""
        raise NotImplementedError

    def cancel_for(self, borrower: object) -> None:
        """Nothing is under way."""


@pytest.mark.parametrize("row", [(1,), (1, 2), (None, None, None), ("canary", 1, 1)])
def test_another_answer_than_expected_is_wrong(row: tuple[object, ...]) -> None:
    """Neither clock nor zone is made of it."""
    with pytest.raises(CheckFailed) as caught:
        DatabaseTimeCheck(Canned(*row), 5.0).check()
    assert caught.value.reason is Reason.WRONG_ANSWER
    assert "canary" not in repr(caught.value.outcome())
