"""One attempt to read the configuration again, on a thread that nobody has to wait for."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from django_health.check import BaseHealthCheck
from django_health.engine.threads import start_daemon
from django_health_exporter.configuration.config import Config, Flags, ReadSettings, load
from django_health_exporter.configuration.project.modules import is_own
from django_health_exporter.configuration.project.rereading import GivenUpError, Rereading
from django_health_exporter.reloading.failure import ReloadError, reason_for
from django_health_exporter.reloading.sources import expect_readable_again

LIMIT = 30.0
"""Seconds that reading may take: it runs code of the project, which may hang."""

THREAD = "reload-read"
"""Name of the thread that reads."""


class Load(Protocol):
    """Reads the configuration; see :func:`django_health_exporter.configuration.config.load`."""

    def __call__(
        self,
        flags: Flags,
        environ: Mapping[str, str],
        *,
        read_settings: ReadSettings,
        known: Iterable[BaseHealthCheck],
    ) -> Config:
        """Return what was read."""


class Attempt:
    """Reads the configuration again; what it did to the process is kept or undone.

    Args:
        flags: The command line, which stays the same.
        known: The checks in force.
        load_config: Reads the configuration.
    """

    def __init__(
        self, flags: Flags, known: Iterable[BaseHealthCheck], load_config: Load = load
    ) -> None:
        self._flags = flags
        self._known = tuple(known)
        self._load = load_config
        self._begun = time.monotonic()
        self._done = threading.Event()
        self._config: Config | None = None
        self._reason = ""
        self._rereading = Rereading()
        self._thread: threading.Thread | None = None

    def read(self, limit: float) -> Config:
        """Return the configuration, after so many seconds at the most.

        Raises:
            ReloadError: It cannot be used, or is not there in time; everything is as it was.
        """
        self._thread = self._started()
        if not self._done.wait(limit):
            self._rereading.undo()
            raise ReloadError(f"reading the configuration takes more than {limit:g} s{self.place}")
        if self._config is None:
            raise ReloadError(self._reason)
        return self._config

    def keep(self) -> None:
        """Make final what was done to the process."""
        self._rereading.keep()

    def undo(self) -> None:
        """Have everything in the process as it was."""
        self._rereading.undo()

    @property
    def hangs_for(self) -> float | None:
        """Seconds since it began, if its thread has not ended; ``None`` if it has."""
        is_alive = self._thread is not None and self._thread.is_alive()
        return time.monotonic() - self._begun if is_alive else None

    @property
    def place(self) -> str:
        """Where in the project's code its thread is, as `` (base.py:3)``; empty if nowhere."""
        ident = self._thread.ident if self._thread else None
        frame = sys._current_frames().get(ident or 0)  # noqa: SLF001 - it is documented
        while frame is not None:
            name, file = str(frame.f_globals.get("__name__")), frame.f_code.co_filename
            if is_own(name, file):
                return f" ({Path(file).name}:{frame.f_lineno})"
            frame = frame.f_back
        return ""

    def _started(self) -> threading.Thread:
        try:
            return start_daemon(self._run, THREAD)
        except RuntimeError:
            self._rereading.undo()
            raise ReloadError("no thread can be started to read the configuration") from None

    def _run(self) -> None:
        try:
            expect_readable_again(self._flags.config_file)
            self._config = self._load(
                self._flags, os.environ, read_settings=self._rereading.read, known=self._known
            )
        except GivenUpError:
            pass
        except BaseException as error:  # noqa: BLE001 - it runs code of the project
            self._reason = reason_for(error)
        if self._config is None or self._rereading.is_over:
            self._rereading.undo()
        self._done.set()
