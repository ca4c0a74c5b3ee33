"""Application servers: gunicorn with threads, gunicorn one by one, and uvicorn."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, Self

import psutil

from http_answer import Answer, ask
from live_servers import free_port

START_TIMEOUT = 60.0


class Timed(NamedTuple):
    """An answer and the seconds that it took."""

    answer: Answer
    seconds: float


class Site(ABC):
    """A project under an application server: a context manager that starts it and ends it by pid.

    Args:
        folder: Holds the project's package, and takes the server's log.
        name: The project's package.
        environ: More of its environment.
    """

    def __init__(self, folder: Path, name: str, environ: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.name = name
        self.host = "127.0.0.1"
        self.port = free_port()
        self._environ = dict(environ or {})
        self._log_path = folder / f"site-{self.port}.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> str:
        """What it has written so far."""
        return self._log_path.read_text(encoding="utf-8", errors="replace")

    @property
    def workers(self) -> list[psutil.Process]:
        """The processes that answer."""
        children = psutil.Process(self._running().pid).children()
        return children or [psutil.Process(self._running().pid)]

    def threads(self) -> int:
        """How many threads all its workers have besides those that the server serves with."""
        found: dict[int, int] = {}
        while len(found) < len(self.workers):
            told = self.get("/threads/").json()
            found[told["process"]] = sum(not _serves(name) for name in told["names"])
        return sum(found.values())

    def connections(self, port: int) -> int:
        """How many connections its workers hold to a port."""
        return sum(
            connection.status == psutil.CONN_ESTABLISHED and connection.raddr[1:] == (port,)
            for worker in self.workers
            for connection in worker.net_connections("tcp")
        )

    def get(
        self,
        path: str,
        headers: Mapping[str, str] | None = None,
        *,
        method: str = "GET",
        timeout: float = 60.0,
    ) -> Answer:
        """Ask on a new connection."""
        return ask(self.host, self.port, path, headers, method=method, timeout=timeout)

    def timed(self, path: str, *, timeout: float = 60.0) -> Timed:
        """Ask on a new connection, and tell how long it took."""
        started = time.perf_counter()
        answer = self.get(path, timeout=timeout)
        return Timed(answer, time.perf_counter() - started)

    def start(self) -> None:
        """Start it and wait until it answers."""
        with self._log_path.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", *self._arguments()],
                cwd=self.folder,
                env={
                    "PATH": os.environ.get("PATH", os.defpath),
                    "PYTHONPATH": str(self.folder),
                    **self._environ,
                },
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + START_TIMEOUT
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the site does not answer:\n{self.log}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Tell it to end, and kill it if it does not."""
        process = self._running()
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            for worker in self.workers:
                worker.kill()
            process.kill()
            process.wait()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *exception: object) -> None:
        if self._running().poll() is None:
            self.stop()

    @abstractmethod
    def _arguments(self) -> list[str]:
        """What comes after ``python -m``."""

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise RuntimeError("the site was not started")
        return self._process

    def _answers(self) -> bool:
        try:
            return self.get("/plain/", timeout=5).status == 200
        except OSError:
            return False


class GthreadSite(Site):
    """Gunicorn with two processes of four threads."""

    def _arguments(self) -> list[str]:
        worker = ["--worker-class=gthread", "--workers=2", "--threads=4"]
        return _gunicorn(self, worker)


class SyncSite(Site):
    """Gunicorn with two processes that take one request at a time."""

    def _arguments(self) -> list[str]:
        return _gunicorn(self, ["--worker-class=sync", "--workers=2"])


class UvicornSite(Site):
    """Uvicorn with one process."""

    def _arguments(self) -> list[str]:
        listen = [f"--host={self.host}", f"--port={self.port}", "--lifespan=off"]
        return ["uvicorn", *listen, "--log-level=warning", f"{self.name}.asgi:application"]


def _gunicorn(site: Site, worker: list[str]) -> list[str]:
    common = ["--graceful-timeout=5", "--log-level=warning", "--no-control-socket"]
    bind = f"--bind={site.host}:{site.port}"
    return ["gunicorn", bind, *worker, *common, f"{site.name}.wsgi:application"]


def _serves(name: str) -> bool:
    """Whether a thread is the server's own or its pools', by its name."""
    return name == "MainThread" or name.startswith(("ThreadPoolExecutor", "Thread-", "asyncio"))
