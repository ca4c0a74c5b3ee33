"""Starts Chromium, speaks its DevTools protocol over two pipes, and ends it by its pid."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from chromium.tab import Tab
from live_servers.programs import find_program

PATIENCE = 60.0
"""Seconds that a browser on a busy machine gets for one answer."""

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
    "--remote-debugging-pipe",
)

WITH_PIPES = """
import fcntl, os, sys
ours = [fcntl.fcntl(int(number), fcntl.F_DUPFD, 10) for number in sys.argv[1:3]]
for number, place in zip(ours, (3, 4)):
    os.dup2(number, place)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""A program of Python that becomes another one with two descriptors as its 3 and 4."""


class BrowserError(RuntimeError):
    """The browser did not do what it was told."""


class Chromium:
    """One browser with a profile of its own: a context manager that starts and removes it."""

    def __init__(self) -> None:
        self.events: deque[dict[str, Any]] = deque(maxlen=5000)
        self._profile = Path(tempfile.mkdtemp(prefix="chromium-"))
        self._process: subprocess.Popen[bytes] | None = None
        self._read = self._write = -1
        self._unread = b""
        self._number = 0

    def __enter__(self) -> Self:
        """Start it."""
        program = find_program("chromium", "chromium", "chromium-browser", "google-chrome")
        theirs_in, self._write = os.pipe()
        self._read, theirs_out = os.pipe()
        command = [program, *FLAGS, f"--user-data-dir={self._profile}", "about:blank"]
        numbers = [str(theirs_in), str(theirs_out)]
        self._process = subprocess.Popen(
            [sys.executable, "-S", "-c", WITH_PIPES, *numbers, *command],
            pass_fds=(theirs_in, theirs_out),
            env={"PATH": os.environ.get("PATH", os.defpath), "HOME": str(self._profile)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End it with all its processes, which are a group of their own."""
        assert self._process is not None
        os.close(self._write)
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(10)
        os.close(self._read)
        shutil.rmtree(self._profile, ignore_errors=True)

    def tab(self) -> Tab:
        """Return a new tab."""
        target = self.call("Target.createTarget", {"url": "about:blank"})["targetId"]
        attached = self.call("Target.attachToTarget", {"targetId": target, "flatten": True})
        return Tab(self, target, attached["sessionId"])

    def call(
        self, method: str, parameters: dict[str, Any] | None = None, session: str = ""
    ) -> dict[str, Any]:
        """Have something done, and return the result; what happens meanwhile goes to ``events``.

        Raises:
            BrowserError: It could not be done, or not in time.
        """
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method}
        message["params"] = parameters or {}
        if session:
            message["sessionId"] = session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            answer = self._message(end)
            if answer is None or answer.get("id") != self._number:
                continue
            if "error" in answer:
                raise BrowserError(f"{method}: {answer['error']['message']}")
            result: dict[str, Any] = answer["result"]
            return result
        raise BrowserError(f"{method}: no answer")

    def listen(self, seconds: float) -> None:
        """Take up what happens during some seconds."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._message(end)

    def _message(self, end: float) -> dict[str, Any] | None:
        """Return the next message if there is one before the end; an event is kept."""
        while b"\0" not in self._unread:
            ready, _, _ = select.select([self._read], [], [], max(0.0, end - time.monotonic()))
            if not ready:
                return None
            more = os.read(self._read, 1 << 20)
            if not more:
                raise BrowserError("the browser has ended")
            self._unread += more
        text, _, self._unread = self._unread.partition(b"\0")
        message: dict[str, Any] = json.loads(text)
        if "method" in message:
            self.events.append(message)
        return message
