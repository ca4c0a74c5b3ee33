"""A database's record of migrations, compared with those on disk."""

from __future__ import annotations

import pytest

from django_health.checks.migrations.disk import Disk
from django_health.checks.migrations.history import History, history_of
from django_health.failure import CheckFailed
from django_health.result import Reason
from migrated import disk_of, key

LINE = {"orders.1": (), "orders.2": ("orders.1",), "orders.3": ("orders.2",)}


def compared(disk: Disk, *rows: str) -> History:
    """The history of a database that holds these rows."""
    return history_of(disk, [key(row) for row in rows])


def names(keys: object) -> list[str]:
    """Keys as people write them."""
    assert isinstance(keys, tuple)
    return [".".join(each) for each in keys]


def test_nothing_applied_is_everything_unapplied() -> None:
    """As in a database that is new."""
    history = compared(disk_of(LINE))
    assert names(history.unapplied) == ["orders.1", "orders.2", "orders.3"]
    assert history.applied == {}


def test_all_applied_is_well() -> None:
    """There is nothing to tell."""
    history = compared(disk_of(LINE), *LINE)
    assert history.applied == {"orders": 3}
    assert not any(
        (
            history.unapplied,
            history.unknown,
            history.left_over,
            history.conflicts,
            history.inconsistent,
        )
    )


def test_rows_of_applications_that_are_not_installed_are_none_of_ours() -> None:
    """Django leaves them there when an application is removed."""
    history = compared(disk_of(LINE), *LINE, "removed.1")
    assert (history.unknown, history.left_over) == ((), ())


def test_row_after_the_last_known_one_is_unknown() -> None:
    """A newer release applied it and was rolled back."""
    history = compared(disk_of(LINE), *LINE, "orders.4", "orders.5")
    assert names(history.unknown) == ["orders.4", "orders.5"]


def test_every_row_is_unknown_where_none_is_on_disk() -> None:
    """There is no last known one then."""
    history = compared(disk_of({"orders.new": ()}), "orders.1")
    assert names(history.unknown) == ["orders.1"]


def test_rows_before_a_known_one_are_left_over() -> None:
    """So a squashed migration leaves them when the files that it replaced are removed."""
    history = compared(disk_of({"orders.3_squashed": ()}), *LINE, "orders.3_squashed")
    assert names(history.left_over) == ["orders.1", "orders.2", "orders.3"]
    assert (history.unknown, history.applied) == ((), {"orders": 1})


SQUASHED = {**LINE, "orders.3_squashed": (), "orders.4": ("orders.3_squashed",)}
REPLACES = {"orders.3_squashed": ("orders.1", "orders.2", "orders.3")}


def test_squashed_migration_is_applied_when_all_that_it_replaces_is() -> None:
    """Even before Django has recorded itself so."""
    history = compared(disk_of(SQUASHED, replaces=REPLACES), *LINE)
    assert history.applied == {"orders": 1}
    assert names(history.unapplied) == ["orders.4"]
    assert (history.unknown, history.inconsistent) == ((), ())


def test_squashed_migration_stands_for_all_in_a_new_database() -> None:
    """What it replaces is not told beside it."""
    history = compared(disk_of(SQUASHED, replaces=REPLACES))
    assert names(history.unapplied) == ["orders.3_squashed", "orders.4"]


def test_squashed_migration_in_half_is_what_it_replaces() -> None:
    """Django goes on with the old ones then."""
    history = compared(disk_of(SQUASHED, replaces=REPLACES), "orders.1")
    assert history.applied == {"orders": 1}
    assert names(history.unapplied) == ["orders.2", "orders.3", "orders.4"]


def test_what_is_replaced_is_known_without_its_file() -> None:
    """As long as the squashed migration names it."""
    disk = disk_of({"orders.3_squashed": ()}, replaces=REPLACES)
    history = compared(disk, *LINE)
    assert (history.unknown, history.left_over, history.unapplied) == ((), (), ())


def test_two_last_migrations_are_a_conflict() -> None:
    """As two branches leave them that were merged."""
    disk = disk_of({**LINE, "orders.3b": ("orders.2",), "archive.1": ()})
    assert compared(disk, *LINE).conflicts == {"orders": ["3", "3b"]}


def test_migration_without_its_dependency_is_inconsistent() -> None:
    """Django refuses to migrate such a database."""
    disk = disk_of({**LINE, "archive.1": ("orders.3",)})
    history = compared(disk, "orders.1", "orders.2", "archive.1")
    assert history.inconsistent == ((("archive", "1"), ("orders", "3")),)


def test_dependency_that_is_squashed_and_applied_is_consistent() -> None:
    """The squashed migration has no row of its own yet."""
    history = compared(disk_of(SQUASHED, replaces=REPLACES), *LINE, "orders.4")
    assert (history.inconsistent, history.unapplied) == ((), ())


@pytest.mark.parametrize(
    ("dependencies", "message"),
    [
        (
            {"orders.2": ("orders.1",)},
            "orders.2 depends on orders.1, which is not there",
        ),
        (
            {"orders.1": ("orders.2",), "orders.2": ("orders.1",)},
            "they depend on each other in a circle",
        ),
        ({"orders.1": ("gone.__first__",)}, "ValueError at loader.py:"),
    ],
)
def test_disk_that_does_not_fit_together_is_a_failure(
    dependencies: dict[str, tuple[str, ...]], message: str
) -> None:
    """No answer could be true, and ``manage.py migrate`` fails as well."""
    with pytest.raises(CheckFailed, match=f"^the migrations do not fit together: {message}") as how:
        compared(disk_of(dependencies))
    assert how.value.reason is Reason.MISCONFIGURED
