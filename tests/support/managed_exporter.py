"""The real daemon as a service manager starts it: ready when it says so, its sockets given."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

from service_manager import ServiceManager

LAUNCHER = """
import fcntl, os, sys
given = [fcntl.fcntl(int(fd), fcntl.F_DUPFD, 100) for fd in sys.argv[1].split(",") if fd]
for number, fd in enumerate(given, 3):
    os.dup2(fd, number)
    os.close(fd)
if given:
    os.environ["LISTEN_PID"] = os.environ["WATCHDOG_PID"] = str(os.getpid())
    os.environ["LISTEN_FDS"] = str(len(given))
os.execv(sys.executable, [sys.executable, *sys.argv[2:]])
"""
"""Puts descriptors where systemd puts them, for its own pid, and becomes the daemon."""

DAEMON = ["-W", "error", "-m", "django_health_exporter"]
PATIENCE = 30.0


class ManagedExporter:
    """One daemon, a context manager: entered when it is ready, left when it has ended.

    Args:
        directory: Its working folder, where its log goes.
        arguments: Its command line.
        environ: More of its environment.
        sockets: What is handed over; the caller's to close.
        watchdog: Seconds without a sign of life after which it would be restarted.

    Attributes:
        manager: What hears it.
        status: Its line of state when it became ready.
    """

    def __init__(
        self,
        directory: Path,
        *arguments: str,
        environ: Mapping[str, str] | None = None,
        sockets: Sequence[socket.socket] = (),
        watchdog: float | None = None,
    ) -> None:
        self._directory = directory
        self._log_path = directory / "managed.log"
        self._arguments = arguments
        self._sockets = sockets
        self.manager = ServiceManager(directory / "notify")
        self._environ = {
            "PATH": os.environ.get("PATH", os.defpath),
            "NOTIFY_SOCKET": self.manager.address,
            **({"WATCHDOG_USEC": str(int(watchdog * 1_000_000))} if watchdog else {}),
            **(environ or {}),
        }
        self.status = ""

    @property
    def log(self) -> str:
        """What it has written."""
        return self._log_path.read_text(encoding="utf-8")

    def __enter__(self) -> Self:
        descriptors = [listener.fileno() for listener in self._sockets]
        given = ",".join(map(str, descriptors))
        with self._log_path.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", LAUNCHER, given, *DAEMON, *self._arguments],
                cwd=self._directory,
                env=self._environ,
                pass_fds=descriptors,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        try:
            told = self.manager.expect("READY=1", lambda: self.process.poll() is None)
            self.status = told["STATUS"]
        except BaseException:
            self._kill()
            raise
        return self

    def wait(self) -> int:
        """Wait until it has ended; return its exit code."""
        return self.process.wait(PATIENCE)

    def __exit__(self, *exception: object) -> None:
        try:
            if self.process.poll() is None:
                self.process.terminate()
                self.wait()
        finally:
            self._kill()

    def _kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.manager.__exit__()
