"""A worker or a beat, as ``celery`` starts it."""

from __future__ import annotations

import runpy
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from django_health.checks.celery.broker import broker_of
from live_celery.project import NAME, app_of, closing
from live_servers.pause import Pause
from live_servers.process import end, spawn

_START_TIMEOUT = 60.0


class CeleryProcess:
    """One process of a project: a context manager that starts it and ends it by its id.

    Args:
        project: The folder of the project.
        arguments: What ``celery -A …`` is told.
        ready: What its log says when it is ready.
        worker: The name under which it then answers a ping; empty for what answers none.
    """

    def __init__(self, project: Path, arguments: list[str], ready: str, worker: str = "") -> None:
        self._project = project
        self._arguments = arguments
        self._ready = ready
        self._worker = worker
        self._process: subprocess.Popen[bytes] | None = None
        self._pause: Pause | None = None

    @property
    def log(self) -> str:
        """What the project's processes have printed so far."""
        return (self._project / "log").read_text(encoding="utf-8", errors="replace")

    def start(self) -> None:
        """Start it and wait until it is ready."""
        before = self.log.count(self._ready) if (self._project / "log").exists() else 0
        command = [sys.executable, "-m", "celery", "-A", NAME, *self._arguments]
        self._process = process = spawn(command, self._project, None)
        deadline = time.monotonic() + _START_TIMEOUT
        # On Redis a worker subscribes to its commands only after it has called itself ready.
        while self.log.count(self._ready) == before or not self._answers():
            if process.poll() is not None or time.monotonic() > deadline:
                self.close()
                message = f"celery did not start:\n{self.log[-2000:]}"
                raise RuntimeError(message)
            time.sleep(0.02)

    def stop(self) -> None:
        """End it in order, as a deployment does."""
        self._end(signal.SIGTERM)

    def close(self) -> None:
        """End it at once, if it runs."""
        if self._process is not None:
            self._end(signal.SIGKILL)

    def pause(self) -> None:
        """Freeze it: its connections stay open and it answers nothing."""
        assert self._process is not None
        self._pause = Pause(self._process.pid)

    def resume(self) -> None:
        """Let it go on after :meth:`pause`."""
        if self._pause is not None:
            self._pause.end()
            self._pause = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _answers(self) -> bool:
        if not self._worker:
            return True
        settings = runpy.run_path(str(self._project / NAME / "settings.py"))
        options = settings.get("CELERY_BROKER_TRANSPORT_OPTIONS", {})
        app = app_of(settings["CELERY_BROKER_URL"], broker_transport_options=options)
        with closing(app):
            # Celery's own ping would leave connections and keys of its own behind.
            broker = broker_of(app, timeout=2.0)
            heard = broker.ask([], with_workers=True).workers or []
            broker.close()
        return self._worker in heard

    def _end(self, signum: signal.Signals) -> None:
        assert self._process is not None
        self.resume()
        process, self._process = self._process, None
        end(process, signum)


def worker(project: Path, name: str = "canary", *arguments: str) -> CeleryProcess:
    """A worker with one process that does its tasks itself."""
    host = f"{name}@host"
    own = ["--pool", "solo", "--hostname", host, "--loglevel", "INFO", *arguments]
    return CeleryProcess(project, ["worker", *own], f"{host} ready", host)


def beat(project: Path) -> CeleryProcess:
    """The beat of a project with django-celery-beat; it is ready when it has sent a task."""
    scheduler = "django_celery_beat.schedulers:DatabaseScheduler"
    own = ["--scheduler", scheduler, "--loglevel", "DEBUG", "--max-interval", "1"]
    return CeleryProcess(project, ["beat", *own], " sent.")
