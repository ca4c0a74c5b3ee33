"""Freezing a server so that nothing of it answers, and nothing of it is left behind either."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

_HALT_TIMEOUT = 20.0

# Its input ends without a line when the test run was killed.
_GUARD = 'read -r line || kill -KILL "$@"'


class Pause:
    """A process and all that it has started, frozen from its making until :meth:`end`.

    The death of its parent would kill a frozen server, but not the processes that it has started
    itself, as PostgreSQL does: frozen, they notice nothing. So a guard sees to them.
    """

    def __init__(self, pid: int) -> None:
        self._pid = pid
        family = [str(member) for member in _freeze(pid)]
        self._guard = subprocess.Popen(
            ["/bin/sh", "-c", _GUARD, "guard", *family],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def end(self) -> None:
        """Let them all go on."""
        self._guard.communicate(b"\n")
        _thaw(self._pid)


def _freeze(pid: int) -> list[int]:
    """Stop a process and its descendants; return their ids when none of them runs any more."""
    os.kill(pid, signal.SIGSTOP)
    # A signal only asks: until it has come to a halt, it may answer, and start another child.
    deadline = time.monotonic() + _HALT_TIMEOUT
    while not all(state in "TtZX" for state in _states(pid)):
        if time.monotonic() > deadline:
            message = f"process {pid} goes on in spite of SIGSTOP"
            raise RuntimeError(message)
        time.sleep(0.001)
    return [pid, *(member for child in _children(pid) for member in _freeze(child))]


def _thaw(pid: int) -> None:
    """Let a frozen process and its descendants go on."""
    # The children first: as long as their parent does not run, their ids cannot become invalid.
    for child in _children(pid):
        _thaw(child)
    os.kill(pid, signal.SIGCONT)


def _states(pid: int) -> list[str]:
    tasks = Path(f"/proc/{pid}/task").glob("*/stat")
    return [task.read_text(encoding="utf-8").rpartition(")")[2].split()[0] for task in tasks]


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text(encoding="ascii").split()]
