"""Reloads one after the other, whoever asks for them."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue
from types import FrameType

from django_health.engine.threads import start_daemon
from django_health_exporter.reloading.failure import ReloadError, reason_for
from django_health_exporter.web.service import Reloaded

logger = logging.getLogger(__name__)

ENDING = Reloaded(False, "the daemon ends")

Request = Future[Reloaded]


class Reloader:
    """Does what is asked for on a thread of its own.

    A request that comes while a reload is under way is not answered by that one, which may have
    read a file before it was changed, but by the next, which all share who came meanwhile.
    """

    def __init__(self) -> None:
        # A signal may come while a request is queued: this queue can be used in its handler.
        self._requests: SimpleQueue[Request | None] = SimpleQueue()
        self._thread: threading.Thread | None = None

    def listen(self) -> None:
        """Take SIGHUP for a request from now on, which would end the process else."""
        signal.signal(signal.SIGHUP, self._heard)

    def start(self, reload: Callable[[], str]) -> None:
        """Serve requests, also those that came before.

        Args:
            reload: Reads the configuration and puts it in force; returns one line, or raises
                :class:`ReloadError`.
        """
        self._thread = start_daemon(partial(self._serve, reload), "reload")

    def request(self) -> Request:
        """Ask for a reload; from any thread and signal handler, never waits.

        Returns:
            A future that who waits for it cannot cancel.
        """
        asked: Request = Future()
        asked.set_running_or_notify_cancel()
        self._requests.put(asked)
        return asked

    def close(self, patience: float) -> None:
        """Begin no further reload, and wait for the one under way; for the main thread.

        SIGHUP is passed over from now on: it would end the process as soon as the interpreter, at
        its own end, takes the handlers of signals away.

        Args:
            patience: Seconds to wait.
        """
        if signal.getsignal(signal.SIGHUP) == self._heard:
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
        self._requests.put(None)
        if self._thread is not None:
            self._thread.join(patience)

    def _heard(self, _signum: int, _frame: FrameType | None) -> None:
        logger.info("SIGHUP received, reading the configuration again")
        self.request()

    def _serve(self, reload: Callable[[], str]) -> None:
        while True:
            together = [self._requests.get(), *self._others()]
            asked = [request for request in together if request is not None]
            is_end = len(asked) < len(together)
            came = ENDING if is_end else _outcome(reload)
            for request in asked:
                request.set_result(came)
            if is_end:
                return

    def _others(self) -> list[Request | None]:
        waiting: list[Request | None] = []
        with suppress(Empty):
            while True:
                waiting.append(self._requests.get_nowait())
        return waiting


def _outcome(reload: Callable[[], str]) -> Reloaded:
    try:
        return Reloaded(True, reload())
    except ReloadError as error:
        return Reloaded(False, str(error))
    except BaseException as error:  # noqa: BLE001 - or nobody would be answered any more
        logger.error("the reload itself failed: %s", reason_for(error))
        return Reloaded(False, reason_for(error))
