"""The stack of ``deploy/stack`` as a user starts it, in a folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.stack.errors import StackError
from deploy.stack.programs import require_all
from deploy.stack.state import Folder, State
from live_servers import MissingProgramError

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
"""Seconds for whatever takes a few."""


@dataclass(frozen=True)
class Stack:
    """A stack that was told to start.

    Attributes:
        folder: Where it runs.
        process: The process that a user has in a terminal.
        output: The file with what it prints.
    """

    folder: Path
    process: subprocess.Popen[bytes]
    output: Path

    @property
    def told(self) -> str:
        """What it has printed so far."""
        return self.output.read_text(encoding="utf-8")

    @property
    def state(self) -> State:
        """What its folder tells."""
        state = Folder(self.folder).read()
        assert state is not None
        return state

    def url(self, what: str) -> str:
        """Return one of the URLs that it tells."""
        return self.state.urls[what]

    def wait(self, condition: Callable[[], bool], what: str) -> None:
        """Wait until something is so.

        Raises:
            AssertionError: It does not become so, or the stack has ended.
        """
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert self.process.poll() is None, f"it has ended:\n{self.told}"
            assert time.monotonic() < deadline, f"{what} is not so:\n{self.told}"
            time.sleep(0.1)

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Do something from another terminal."""
        return subprocess.run(
            _command(self.folder, *arguments),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=110,
            check=False,
        )


@contextmanager
def starting_stack() -> Iterator[Stack]:
    """Start one with short waiting times, and end it at last, however it is.

    Raises:
        MissingProgramError: One of the programs is not installed.
    """
    try:
        require_all()
    except StackError as error:
        raise MissingProgramError(str(error)) from None
    # Under root the servers have accounts of their own, to which pytest's folders are closed.
    home = Path(tempfile.mkdtemp(prefix="stack-"))
    home.chmod(0o711)
    output = home / "output"
    with output.open("wb") as written:
        process = subprocess.Popen(
            _command(home / "run", "up", "--quick"),
            cwd=ROOT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=written,
            start_new_session=True,
        )
    stack = Stack(home / "run", process, output)
    try:
        yield stack
    finally:
        process.terminate()
        process.wait(PATIENCE)
        stack.command("stop")
        shutil.rmtree(home)


@contextmanager
def running_stack() -> Iterator[Stack]:
    """Start one, and wait until all of it runs."""
    with starting_stack() as stack:
        stack.wait(lambda: "Ctrl-C ends all of it" in stack.told, "all of it runs")
        yield stack


def _command(folder: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "deploy.stack", f"--directory={folder}", *arguments]
