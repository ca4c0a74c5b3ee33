"""A program on a terminal of its own, whose size and keys are a test's."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Self

PATIENCE = 30.0
"""Seconds that a test waits for what comes at once on an idle machine."""

HOME = "\x1b[H"
"""What stands before each drawing of a screen."""

ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Terminal:
    """A terminal whose text is read and kept; a context manager.

    Args:
        columns: The width.
        rows: The height.

    Attributes:
        stream: What a program writes to.
    """

    def __init__(self, columns: int = 80, rows: int = 24) -> None:
        self._controller, device = pty.openpty()
        self.stream = os.fdopen(device, "w", encoding="utf-8")
        self.resize(columns, rows)
        self._pieces: list[bytes] = []
        self._reader = threading.Thread(target=self._read, daemon=True)

    @property
    def text(self) -> str:
        """All that was written so far, with its escape sequences."""
        return b"".join(self._pieces).decode(errors="replace")

    @property
    def screen(self) -> list[str]:
        """The lines of the last screen that was drawn as a whole, without escape sequences."""
        drawn = self.text.split(HOME)
        whole = drawn[-2] if len(drawn) > 2 else ""
        return [ESCAPE.sub("", line).rstrip() for line in whole.splitlines()]

    def resize(self, columns: int, rows: int) -> None:
        """Change the size."""
        size = struct.pack("HHHH", rows, columns, 0, 0)
        fcntl.ioctl(self._controller, termios.TIOCSWINSZ, size)

    def press(self, keys: str) -> None:
        """Type."""
        os.write(self._controller, keys.encode())

    def hang_up(self) -> str:
        """Write no more, and return all that was written."""
        self.stream.close()
        self._reader.join(PATIENCE)
        return self.text

    def __enter__(self) -> Self:
        self._reader.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.hang_up()
        os.close(self._controller)

    def _read(self) -> None:
        with suppress(OSError):  # Linux says so when the last writer has gone
            while piece := os.read(self._controller, 65_536):
                self._pieces.append(piece)


class OnTerminal:
    """A command of the daemon on a terminal; a context manager that ends it.

    Args:
        directory: Where it runs.
        arguments: The command line after the program's name.
        environ: The whole of its environment besides ``PATH`` and ``TERM``.
        columns: The width of its terminal.
        rows: The height.

    Attributes:
        terminal: Its terminal.
        process: From the begin of the block.
    """

    process: subprocess.Popen[bytes]

    def __init__(
        self,
        directory: Path,
        arguments: Sequence[str],
        environ: Mapping[str, str] | None = None,
        columns: int = 80,
        rows: int = 24,
    ) -> None:
        self.terminal = Terminal(columns, rows)
        self._directory = directory
        self._arguments = arguments
        usual = {"PATH": os.environ.get("PATH", os.defpath), "TERM": "xterm-256color"}
        self._environ = usual | dict(environ or {})

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait until a condition holds.

        Raises:
            AssertionError: It did not come to hold.
        """
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, f"it did not come to pass: {self.terminal.text[-3000:]}"
            time.sleep(0.02)

    def wait(self) -> int:
        """Return its exit code when it has ended, and all is read that it wrote."""
        code = self.process.wait(PATIENCE)
        self.terminal.hang_up()
        return code

    def __enter__(self) -> Self:
        self.terminal.__enter__()
        device = self.terminal.stream.fileno()
        self.process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "django_health_exporter", *self._arguments],
            cwd=self._directory,
            env=self._environ,
            stdin=device,
            stdout=device,
            stderr=device,
            start_new_session=True,
            preexec_fn=_take_terminal,  # noqa: PLW1509 - Ctrl-C is heard on one's own terminal alone
        )
        return self

    def __exit__(self, *exception: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.wait()
        self.terminal.__exit__(*exception)


def _take_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
