"""The lines that the daemon logs when something changes its state."""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Callable

from faulty_stack.targets import COMPONENTS, Illness

PATIENCE = 5.0
"""Seconds in which the last line has to be there."""

_CHANGE = re.compile(r'logger=\S*journal msg="(\S+) is (\w+)(?: \((\w+))?')


def changes(log: str) -> dict[tuple[str, str], list[str]]:
    """Return the states that were told, by component and target; of an error, its reason.

    What is no server is left out: the configuration, which is looked at in its own time, and the
    machine, which may be busy.
    """
    told: dict[tuple[str, str], list[str]] = defaultdict(list)
    for label, state, reason in _CHANGE.findall(log):
        component, _, rest = label.partition("/")
        if component in COMPONENTS:
            name = "" if component == "celery" else rest.partition("/")[0]
            told[component, name].append(reason if state == "error" else state)
    return dict(told)


def assert_told_once(log: Callable[[], str], expected: set[Illness]) -> None:
    """Make sure that each illness has one line and each recovery one, and nothing else has any.

    Args:
        log: Returns the log, in which a line may come a moment later than the answer.
        expected: What was ill, and is well again.
    """
    deadline = time.monotonic() + PATIENCE
    while complaint := _complaint(log(), expected):
        assert time.monotonic() < deadline, f"{complaint}:\n{log()}"
        time.sleep(0.02)


def _complaint(log: str, expected: set[Illness]) -> str:
    told = changes(log)
    named = {(component, name) for component, name, _ in expected}
    if told.keys() != named:
        return f"there are lines of {set(told)} in place of {named}"
    for component, name, reason in expected:
        first, *later = told[component, name]
        # Migrations are skipped where there are none.
        if first != reason or later not in (["ok"], ["skipped"]):
            return f"{component}/{name} is told as {first}, then as {later}, in place of {reason}"
    return ""
