"""Processes by their ids: whether it is still the same one, what it has started, and its end."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from deploy.stack.errors import StackError

_HALT_TIMEOUT = 20.0
"""Seconds until a process has to stand still that was told so."""


@dataclass(frozen=True)
class Process:
    """A process and no other one that got its id later.

    Attributes:
        pid: Its id.
        started: When it was started, in clock ticks since the machine was (``proc(5)``).
    """

    pid: int
    started: int

    def lives(self) -> bool:
        """Whether it runs or stands still, and is no mere entry that waits for its parent."""
        return find(self.pid) == self

    def tell(self, signum: signal.Signals) -> None:
        """Send it a signal, if it lives.

        Raises:
            StackError: It is another user's.
        """
        if self.lives():
            _tell(self.pid, signum)


def find(pid: int) -> Process | None:
    """Return the process that has the id now; None without one."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return None
    state, *numbers = fields.rpartition(")")[2].split()
    return None if state in "ZX" else Process(pid, int(numbers[18]))


def family(pid: int) -> list[Process]:
    """Return a process and all that it has started, it first."""
    found = find(pid)
    if found is None:
        return []
    return [found, *(member for child in _children(pid) for member in family(child))]


def freeze(pid: int) -> list[Process]:
    """Stop a process and its descendants; return them when none of them runs any more.

    Raises:
        StackError: One of them goes on.
    """
    _tell(pid, signal.SIGSTOP)
    # A signal only asks: until it has come to a halt, it may answer, and start another child.
    deadline = time.monotonic() + _HALT_TIMEOUT
    while not all(state in "TtZX" for state in _states(pid)):
        if time.monotonic() > deadline:
            raise StackError(f"process {pid} goes on in spite of SIGSTOP")
        time.sleep(0.001)
    found = find(pid)
    own = [] if found is None else [found]
    return [*own, *(member for child in _children(pid) for member in freeze(child))]


def thaw(members: Iterable[Process]) -> None:
    """Let frozen processes go on, the first one last: until then the ids of its children stand."""
    for member in reversed(list(members)):
        member.tell(signal.SIGCONT)


def kill(members: Iterable[Process], timeout: float = 10.0) -> None:
    """End what still lives of them at once, and wait until it is gone.

    Raises:
        StackError: One does not go.
    """
    remaining = [member for member in members if member.lives()]
    for member in remaining:
        member.tell(signal.SIGKILL)
    deadline = time.monotonic() + timeout
    while remaining := [member for member in remaining if member.lives()]:
        if time.monotonic() > deadline:
            raise StackError(f"process {remaining[0].pid} does not end")
        time.sleep(0.01)


def _tell(pid: int, signum: signal.Signals) -> None:
    try:
        os.kill(pid, signum)
    except ProcessLookupError:
        pass  # it has ended meanwhile, and no signal is needed
    except PermissionError:
        raise StackError(f"process {pid} is another user's; ask as that one, or as root") from None


def _states(pid: int) -> list[str]:
    return [state for task in Path(f"/proc/{pid}/task").glob("*/stat") for state in _state(task)]


def _state(task: Path) -> list[str]:
    """Return a thread's state; nothing for one that has ended meanwhile."""
    try:
        return [task.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0]]
    except (FileNotFoundError, ProcessLookupError):
        return []


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    try:
        return [int(child) for task in tasks for child in task.read_text(encoding="ascii").split()]
    except (FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
        return []
