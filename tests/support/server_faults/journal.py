"""What the daemon has told in its log, once it is there; the changes of state among it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple
from uuid import uuid4

from live_exporter import Exporter
from server_faults.watch import Watch

PATIENCE = 10.0
"""Seconds in which a line has to be there: threads of the daemon write it, after the answer."""

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


def told(exporter: Exporter) -> str:
    """Return the log up to now, without what is for debugging.

    The daemon queues its lines: a request of our own, which is the last in the queue, is waited
    for. So all that was queued before is there.
    """
    mark = f"/{uuid4().hex}"
    assert exporter.get(mark).status == 404
    deadline = time.monotonic() + PATIENCE
    while mark not in (log := exporter.log):
        assert time.monotonic() < deadline, f"the request is not in the log:\n{log}"
        time.sleep(0.01)
    lines = log.partition(mark)[0].splitlines(keepends=True)
    return "".join(line for line in lines if " level=debug " not in line)


@contextmanager
def silent(watch: Watch) -> Iterator[None]:
    """Make sure that the log tells nothing of what happens in the block.

    A change is queued right after the answer that shows it. So all is asked once more, and has to
    be well: by the end of those answers, a line about the ones before is queued.
    """
    before = told(watch.exporter)
    yield
    watch.expect()
    after = told(watch.exporter)
    assert after == before, after.removeprefix(before)


def assert_told(exporter: Exporter, since: str, expected: Mapping[str, Sequence[str]]) -> str:
    """Make sure that the states of each target are told, and of nothing else; return the lines.

    Args:
        exporter: The daemon.
        since: What it had told before.
        expected: The states by target. The last of them may be told after the answer.
    """
    deadline = time.monotonic() + PATIENCE
    while True:
        lines = told(exporter).removeprefix(since)
        if (found := by_target(changes(lines))) == expected:
            return lines
        assert time.monotonic() < deadline, f"{found} in place of {expected}"
        time.sleep(0.02)
