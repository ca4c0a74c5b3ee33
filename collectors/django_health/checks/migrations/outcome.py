"""A database's migrations as an outcome: figures, details and a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from django_health.checks.migrations import families
from django_health.checks.migrations.disk import Key
from django_health.checks.migrations.history import History
from django_health.result import Measurement, Outcome, Reason, Status

MOST_NAMED = 50
"""Names in a list of the details."""

_MOST_TOLD = 3
"""Names in the message."""


def outcome_of(history: History, database: str, labels: Collection[str]) -> Outcome:
    """Return what is so in a database.

    Args:
        history: What was found.
        database: Its alias.
        labels: The applications that the database is for; of others only that is told for which
            ``manage.py migrate`` would refuse to run.
    """
    unapplied, unknown, left_over = (
        [key for key in keys if key[0] in labels]
        for keys in (history.unapplied, history.unknown, history.left_over)
    )
    message = "; ".join(_sentences(history, unapplied, unknown))
    return Outcome(
        Status.WARNING if message else Status.OK,
        Reason.MISCONFIGURED if message else None,
        message,
        {
            "applied_migrations": sum(history.applied[label] for label in labels),
            "pending_migrations": len(unapplied),
            "migrations": _names(unapplied, MOST_NAMED),
            "conflicts": {app: names[:MOST_NAMED] for app, names in history.conflicts.items()},
            "unknown": _names(unknown, MOST_NAMED),
            "left_over": _names(left_over, MOST_NAMED),
            "inconsistent": [_before(*pair) for pair in history.inconsistent[:MOST_NAMED]],
        },
        tuple(_measurements(history, database, sorted(labels), unapplied, unknown)),
    )


def _measurements(
    history: History,
    database: str,
    labels: Iterable[str],
    unapplied: Iterable[Key],
    unknown: Iterable[Key],
) -> Iterator[Measurement]:
    missing = Counter(app for app, _ in unapplied)
    extra = Counter(app for app, _ in unknown)
    for label in labels:
        yield families.APPLIED(history.applied[label], database, label)
        yield families.UNAPPLIED(missing[label], database, label)
        yield families.UNKNOWN(extra[label], database, label)
    yield families.CONFLICTS(len(history.conflicts), database)
    yield families.INCONSISTENT(len(history.inconsistent), database)


def _sentences(history: History, unapplied: Sequence[Key], unknown: Sequence[Key]) -> Iterator[str]:
    if unapplied:
        yield f"{_counted(unapplied, 'not applied')}"
    if unknown:
        yield f"{_counted(unknown, 'applied and not on disk')}"
    if history.conflicts:
        yield f"more than one last migration in {', '.join(history.conflicts)}"
    if history.inconsistent:
        yield _before(*history.inconsistent[0])


def _counted(keys: Sequence[Key], how: str) -> str:
    more = ", ..." if len(keys) > _MOST_TOLD else ""
    what = "migration is" if len(keys) == 1 else "migrations are"
    return f"{len(keys)} {what} {how}: {', '.join(_names(keys, _MOST_TOLD))}{more}"


def _before(migration: Key, dependency: Key) -> str:
    return f"{'.'.join(migration)} is applied without {'.'.join(dependency)}, on which it depends"


def _names(keys: Sequence[Key], most: int) -> list[str]:
    return [".".join(key) for key in keys[:most]]
