"""What is to be done about a file of SQLite: there is no server that has a log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from django_health.databases.sqlite.file import sqlite_file
from django_health.doctor.way import Way
from django_health.failure import CheckFailed
from django_health.masking import bare, masked
from django_health.result import CheckResult, Reason, Status
from django_health.targets import SQLiteTarget, Target

_ASKING = {"database", "migrations"}
"""The components that open the file of their target."""


def file_ways(results: Iterable[CheckResult], targets: Iterable[Target]) -> Mapping[str, Way]:
    """Return what there is to say of files that are unavailable, by the labels of the checks.

    Args:
        results: Of the checks.
        targets: All databases and caches.
    """
    names = {target.alias: target.name for target in targets if isinstance(target, SQLiteTarget)}
    return {
        result.label: way
        for result in results
        if result.name in _ASKING
        and result.target in names
        and result.status in {Status.ERROR, Status.WARNING}
        and result.outcome.reason is Reason.UNAVAILABLE
        and (way := _way(result, names[result.target])) is not None
    }


def _way(result: CheckResult, name: str) -> Way | None:
    try:
        file = sqlite_file(name)
        if file is None:
            return None
        if not file.path.exists():
            return _missing(file.path, name)
    except (CheckFailed, OSError, RuntimeError):  # a name of no file, or a loop: the check says it
        return None
    return Way(
        masked(result.outcome.message),
        f"look which process has {_shown(file.path)} open (fuser shows it), and whether its disk "
        "is well",
    )


def _missing(path: Path, name: str) -> Way:
    folder = path.parent
    started = "" if Path(name.removeprefix("file:")).is_absolute() else _RELATIVE
    if not folder.is_dir():
        return Way(
            f"the database file is looked for at {_shown(path)}{started}, and that folder is not "
            "there",
            "correct the database's name, or make the folder, in which the application's user has "
            "to be able to write",
        )
    return Way(
        f"the database file is looked for at {_shown(path)}{started}, and is not there",
        "correct the database's name, or have the application create it (manage.py migrate): its "
        f"user has to be able to write in {_shown(folder)}; the exporter only reads",
    )


_RELATIVE = " (its name is relative, to the folder in which this process was started)"


def _shown(path: Path) -> str:
    return bare(str(path))
