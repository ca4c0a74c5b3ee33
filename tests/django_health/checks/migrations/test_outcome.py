"""A database's migrations as an outcome."""

from __future__ import annotations

from django_health.checks.migrations.history import history_of
from django_health.checks.migrations.outcome import MOST_NAMED, outcome_of
from django_health.result import Outcome, Reason, Status
from migrated import disk_of, figures, key

BOTH = frozenset({"orders", "archive"})
DISK = {"orders.1": (), "orders.2": ("orders.1",), "archive.1": ()}


def told(disk: dict[str, tuple[str, ...]], *rows: str, labels: frozenset[str] = BOTH) -> Outcome:
    """The outcome of a database with these rows."""
    return outcome_of(history_of(disk_of(disk), [key(row) for row in rows]), "default", labels)


def test_all_applied_is_ok_with_every_figure() -> None:
    """Zeros are told ahead of time, so that an alert has something to compare with."""
    outcome = told(DISK, *DISK)
    assert (outcome.status, outcome.reason, outcome.message) == (Status.OK, None, "")
    assert figures(outcome) == {
        "applied archive": 1,
        "applied orders": 2,
        "unapplied archive": 0,
        "unapplied orders": 0,
        "unknown archive": 0,
        "unknown orders": 0,
        "conflicts": 0,
        "inconsistent": 0,
    }
    assert outcome.details == {
        "applied_migrations": 3,
        "pending_migrations": 0,
        "migrations": [],
        "conflicts": {},
        "unknown": [],
        "left_over": [],
        "inconsistent": [],
    }


def test_pending_migrations_warn_by_number_and_name() -> None:
    """They are in the details, the message and the figures."""
    outcome = told(DISK, "orders.1")
    assert (outcome.status, outcome.reason) == (Status.WARNING, Reason.MISCONFIGURED)
    assert outcome.message == "2 migrations are not applied: archive.1, orders.2"
    assert outcome.details["pending_migrations"] == 2
    assert outcome.details["migrations"] == ["archive.1", "orders.2"]
    assert figures(outcome)["unapplied orders"] == 1
    assert figures(outcome)["applied archive"] == 0


def test_unknown_migrations_warn() -> None:
    """The schema is newer than the code."""
    outcome = told(DISK, *DISK, "orders.3")
    assert outcome.status is Status.WARNING
    assert outcome.message == "1 migration is applied and not on disk: orders.3"
    assert outcome.details["unknown"] == ["orders.3"]
    assert figures(outcome)["unknown orders"] == 1


def test_left_over_rows_are_told_and_no_warning() -> None:
    """They would warn until somebody prunes them, for which there is no need."""
    outcome = told(DISK, "orders.0", *DISK)
    assert outcome.status is Status.OK
    assert outcome.details["left_over"] == ["orders.0"]
    assert figures(outcome)["unknown orders"] == 0


def test_conflicts_warn_by_application() -> None:
    """The names of the last migrations are in the details."""
    disk = {**DISK, "orders.2b": ("orders.1",)}
    outcome = told(disk, *disk)
    assert outcome.status is Status.WARNING
    assert outcome.message == "more than one last migration in orders"
    assert outcome.details["conflicts"] == {"orders": ["2", "2b"]}
    assert figures(outcome)["conflicts"] == 1


def test_inconsistent_history_warns() -> None:
    """Beside the migration that is missing."""
    outcome = told(DISK, "orders.2", "archive.1")
    sentence = "orders.2 is applied without orders.1, on which it depends"
    assert outcome.message == f"1 migration is not applied: orders.1; {sentence}"
    assert outcome.details["inconsistent"] == [sentence]
    assert figures(outcome)["inconsistent"] == 1


def test_applications_of_other_databases_are_left_out() -> None:
    """What is recorded of them here or not makes no difference to anything."""
    outcome = told(DISK, "archive.1", "orders.9", labels=frozenset({"archive"}))
    assert outcome.status is Status.OK
    assert set(figures(outcome)) == {
        "applied archive",
        "unapplied archive",
        "unknown archive",
        "conflicts",
        "inconsistent",
    }


def test_lists_are_bounded_and_numbers_are_whole() -> None:
    """A new database of a large project has hundreds of them."""
    outcome = told({f"orders.{number:03}": () for number in range(80)})
    names = outcome.details["migrations"]
    assert isinstance(names, list)
    assert len(names) == MOST_NAMED
    assert outcome.details["pending_migrations"] == 80
    assert outcome.message.startswith(
        "80 migrations are not applied: orders.000, orders.001, orders.002, ...; more than one"
    )
