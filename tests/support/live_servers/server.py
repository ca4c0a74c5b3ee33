"""What all servers have in common: how they are started, stopped, paused and waited for."""

from __future__ import annotations

import pwd
import secrets
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

from live_servers import accounts
from live_servers.pause import Pause
from live_servers.ports import LOOPBACK, free_port, is_taken
from live_servers.process import end, spawn

START_TIMEOUT = 60.0
"""Seconds that a server gets until it answers."""

PASSWORD = f"canary-{secrets.token_hex(8)}"
"""The administrators' password of this test run's servers; it must turn up nowhere."""

_PORTS_TO_TRY = 5


class ServerError(RuntimeError):
    """A server did not start; the message holds the end of its log."""


class LiveServer(ABC):
    """One server of its own: a context manager that starts it and removes it with all its data.

    Start it from the main thread: it dies with the thread that started it.

    Args:
        directory: Where it makes its home; elsewhere when its account could not get there.
    """

    name: ClassVar[str]
    account_name: ClassVar[str]
    """The account under which it runs when this process is root."""
    stop_signal: ClassVar[signal.Signals] = signal.SIGTERM

    def __init__(self, directory: Path | None = None) -> None:
        self.host = LOOPBACK
        self.port = 0
        self.account: pwd.struct_passwd | None = None
        self._parent_directory = directory
        self._home: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._pause: Pause | None = None

    @property
    def directory(self) -> Path:
        """Where its data, its sockets and its log are, from the first start on."""
        if self._home is None:
            raise ServerError(f"{self.name} was never started")
        return self._home

    @property
    def pid(self) -> int:
        """The process id of the server."""
        return self._running().pid

    @property
    def log(self) -> str:
        """What it has printed so far."""
        return (self.directory / "log").read_text(encoding="utf-8", errors="replace")

    def start(self) -> None:
        """Start it and wait until it answers; again after :meth:`stop` on the same port."""
        if self._process is not None:
            raise ServerError(f"{self.name} is running already")
        if self._home is not None:
            self._launch()
            return
        self.account = accounts.account_for(self.account_name)
        self._home = accounts.make_home(self.name, self._parent_directory, self.account)
        self._prepare()
        for _ in range(_PORTS_TO_TRY):
            self._choose_ports()
            try:
                self._launch()
            except ServerError:
                if not any(is_taken(port) for port in self._ports()):
                    raise
            else:
                return
        raise ServerError(f"{self.name} found no free port")

    def stop(self) -> None:
        """End it in order, also when it is paused, and wait until it is gone."""
        process = self._running()
        self.resume()
        self._process = None
        end(process, self.stop_signal)

    def restart(self) -> None:
        """Stop it and start it again on the same port."""
        self.stop()
        self.start()

    def pause(self) -> None:
        """Freeze it: the kernel still takes connections for it, but nothing is answered."""
        if self._pause is None:
            self._pause = Pause(self.pid)

    def resume(self) -> None:
        """Let it go on after :meth:`pause`."""
        if self._pause is not None:
            self._pause.end()
            self._pause = None

    def close(self) -> None:
        """Stop it, if it runs, and remove its data."""
        if self._process is not None:
            self.stop()
        if self._home is not None:
            accounts.remove(self._home)
            self._home = None

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} on port {self.port}>"

    @abstractmethod
    def _command(self) -> list[str]:
        """Return the command that runs the server in the foreground on its port."""

    @abstractmethod
    def _answers(self) -> bool:
        """Whether this very server, not another one that got its port, is ready for clients."""

    def _prepare(self) -> None:  # noqa: B027 (most servers need none)
        """Create what the server needs in its home, once."""

    def _ports(self) -> list[int]:
        return [self.port]

    def _choose_ports(self) -> None:
        self.port = free_port()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise ServerError(f"{self.name} is not running")
        return self._process

    def _launch(self) -> None:
        self._process = process = spawn(self._command(), self.directory, self.account)
        deadline = time.monotonic() + START_TIMEOUT
        while time.monotonic() < deadline:
            if process.poll() is not None:
                self._process = None
                raise ServerError(f"{self.name} ended at its start:\n{self.log[-2000:]}")
            if self._answers():
                return
            time.sleep(0.01)
        self.stop()
        raise ServerError(f"{self.name} did not answer in time:\n{self.log[-2000:]}")
