"""A script of the stand in a process of its own, which is told lines and answers each with one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from live_servers.programs import find_program


class SideScript:
    """A script that runs until it is stopped; the kernel ends it with this process.

    Args:
        script: Its name, beside this module.
        arguments: What it is started with.
    """

    def __init__(self, script: str, *arguments: str) -> None:
        setpriv = find_program("util-linux", "setpriv")
        command = [setpriv, "--pdeathsig", "KILL", "--", sys.executable]
        path = Path(__file__).with_name(script)
        self._process = subprocess.Popen(  # noqa: S603 - a script of this package
            [*command, str(path), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def tell(self, line: str) -> None:
        """Say something, and wait until it is done."""
        assert self._process.stdin  # noqa: S101 - it is a pipe
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        if self.hear() != "done":
            raise RuntimeError(f"{self._process.args!r} has ended")

    def hear(self) -> str:
        """Return the next line that it says; nothing when it has ended."""
        assert self._process.stdout  # noqa: S101 - it is a pipe
        return self._process.stdout.readline().strip()

    def stop(self) -> None:
        """Let it end."""
        if self._process.stdin:
            self._process.stdin.close()
        self._process.wait(20)
        if self._process.stdout:
            self._process.stdout.close()
