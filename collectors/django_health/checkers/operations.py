"""How setting, getting and deleting a key went, by what a cache's check says of its run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypedDict

from django_health.checkers.asking import StatusWord, word
from django_health.result import CheckResult, Status, Summary


class Operation(TypedDict):
    """How one operation went.

    Attributes:
        status: ``ok``, ``error``, or ``skipped`` where it was not tried.
        time: Seconds; ``None`` where it did not come to an end.
    """

    status: StatusWord
    time: float | None


class Operations(TypedDict):
    """How all three went; of several servers the worst counts.

    Attributes:
        overall_status: How the cache is: ``ok``, ``warning``, ``error`` or ``skipped``.
    """

    set_operation: Operation
    get_operation: Operation
    delete_operation: Operation
    overall_status: StatusWord


NAMES = ("set", "get", "delete")
"""In the order in which they are tried."""

_ORDER: tuple[StatusWord, ...] = ("skipped", "ok", "error")


def operations(summary: Summary | None) -> Operations:
    """Return what came of the operations; of what was not asked they are skipped."""
    servers = [_of_server(result) for result in summary.results] if summary else []
    return {
        "set_operation": _worst(server["set"] for server in servers),
        "get_operation": _worst(server["get"] for server in servers),
        "delete_operation": _worst(server["delete"] for server in servers),
        "overall_status": word(summary),
    }


def _of_server(result: CheckResult) -> dict[str, Operation]:
    """The operations of one run: those it timed went well; it ended at the first that did not."""
    seconds = result.outcome.details.get("operation_seconds")
    timed = seconds if isinstance(seconds, Mapping) else {}
    failed = result.status is Status.ERROR
    found: dict[str, Operation] = {}
    for name in NAMES:
        if name in timed:
            found[name] = {"status": "ok", "time": round(timed[name], 6)}
        else:
            found[name] = {"status": "error" if failed else "skipped", "time": None}
            failed = False  # what comes after it was not tried
    return found


def _worst(of_servers: Iterable[Operation]) -> Operation:
    """The worst status and the longest time."""
    found = list(of_servers)
    if not found:
        return {"status": "skipped", "time": None}
    times = [operation["time"] for operation in found if operation["time"] is not None]
    return {
        "status": max((operation["status"] for operation in found), key=_ORDER.index),
        "time": max(times) if times else None,
    }
