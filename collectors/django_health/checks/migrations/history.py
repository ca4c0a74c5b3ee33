"""What a database's record of migrations says, compared with those on disk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.management import CommandError
from django.db.migrations import Migration
from django.db.migrations.exceptions import CircularDependencyError, NodeNotFoundError
from django.db.migrations.loader import MigrationLoader

from django_health.checks.migrations.disk import Disk, Key
from django_health.failure import CheckFailed, described
from django_health.result import Reason


@dataclass(frozen=True, slots=True)
class History:
    """Which migrations are applied, as Django counts them.

    Attributes:
        applied: How many, by application.
        unapplied: What ``manage.py migrate`` would apply, in alphabetical order.
        unknown: Rows of installed applications that are not on disk and came after the last one
            that is: of a newer release that was rolled back.
        left_over: Rows that are not on disk and were followed by one that is, as squashed
            migrations leave them when their files are removed (``manage.py migrate --prune``).
        conflicts: By application with more than one last migration, these.
        inconsistent: Applied migrations, each with a dependency that is not.
    """

    applied: Mapping[str, int]
    unapplied: tuple[Key, ...]
    unknown: tuple[Key, ...]
    left_over: tuple[Key, ...]
    conflicts: Mapping[str, Sequence[str]]
    inconsistent: tuple[tuple[Key, Key], ...]


def history_of(disk: Disk, rows: Sequence[Key]) -> History:
    """Compare.

    Args:
        disk: What there is.
        rows: What ``django_migrations`` holds, in the order of its recording.

    Raises:
        CheckFailed: The migrations on disk do not fit together.
    """
    loader = _loaded(disk, rows)
    nodes = sorted(loader.graph.nodes)
    applied = loader.applied_migrations
    unknown, left_over = _not_on_disk(disk, rows)
    return History(
        applied=Counter(app for app, name in nodes if (app, name) in applied),
        unapplied=tuple(key for key in nodes if key not in applied),
        unknown=unknown,
        left_over=left_over,
        conflicts=dict(sorted(loader.detect_conflicts().items())),
        inconsistent=_inconsistent(loader, rows),
    )


class _Loader(MigrationLoader):
    """Django's own rules for squashed migrations, on a disk and rows that are read already."""

    def __init__(self, disk: Disk, rows: Sequence[Key]) -> None:
        self._disk = disk
        self._rows = rows
        super().__init__(None)

    def load_disk(self) -> None:
        self.disk_migrations = dict(self._disk.migrations)
        self.migrated_apps = set(self._disk.migrated)
        self.unmigrated_apps = set(self._disk.unmigrated)

    @property
    def applied_migrations(self) -> dict[Key, Migration]:
        """What is applied; Django's code fills it without a connection with nothing."""
        return self._applied

    @applied_migrations.setter
    def applied_migrations(self, _: object) -> None:
        self._applied = {(app, name): Migration(name, app) for app, name in self._rows}


def _loaded(disk: Disk, rows: Sequence[Key]) -> _Loader:
    try:
        return _Loader(disk, rows)
    except NodeNotFoundError as error:
        message = f"{_origin(error)} depends on {'.'.join(error.node)}, which is not there"
    except CircularDependencyError:
        message = "they depend on each other in a circle"
    except (CommandError, ValueError) as error:
        message = described(error)
    raise CheckFailed(Reason.MISCONFIGURED, f"the migrations do not fit together: {message}")


def _origin(error: NodeNotFoundError) -> str:
    return str(error.origin) if error.origin is not None else "one of them"


def _not_on_disk(disk: Disk, rows: Sequence[Key]) -> tuple[tuple[Key, ...], tuple[Key, ...]]:
    """The unknown rows, and those that are left over."""
    last = {app: place for place, (app, name) in enumerate(rows) if (app, name) in disk.known}
    places = [
        (place, key)
        for place, key in enumerate(rows)
        if key[0] in disk.migrated and key not in disk.known
    ]
    unknown = tuple(key for place, key in places if place > last.get(key[0], -1))
    left_over = tuple(key for place, key in places if place < last.get(key[0], -1))
    return unknown, left_over


def _inconsistent(loader: _Loader, rows: Sequence[Key]) -> tuple[tuple[Key, Key], ...]:
    """As ``MigrationLoader.check_consistent_history()`` has it, which stops at the first."""
    recorded = set(rows)
    applied = loader.applied_migrations
    found = (
        (key, parent.key)
        for key in sorted(recorded & loader.graph.nodes.keys())
        for parent in sorted(loader.graph.node_map[key].parents)
        if parent.key not in recorded and parent.key not in applied
    )
    return tuple(found)
