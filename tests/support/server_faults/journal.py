"""The changes of state that the daemon has told in its log."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

_CHANGE = re.compile(
    r'logger=django_health\.engine\.journal msg="'
    r"(?P<target>\S+?) is (?P<state>ok|warning|error|skipped)(?: \((?P<reason>[a-z_]+)[,)])?"
)


class Change(NamedTuple):
    """What became of a target: its state, with the reason where there is one."""

    target: str
    state: str


def changes(log: str) -> list[Change]:
    """Return the changes of state in a log, in their order; a target is ``component/alias``."""
    return [
        Change("/".join(found["target"].split("/")[:2]), found["reason"] or found["state"])
        for found in _CHANGE.finditer(log)
    ]


def by_target(told: Iterable[Change]) -> Mapping[str, list[str]]:
    """Return the states that each target came into, one after the other."""
    states: dict[str, list[str]] = {}
    for target, state in told:
        states.setdefault(target, []).append(state)
    return states
