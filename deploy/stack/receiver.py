"""The local receiver: tells each alert in a line, and minds the dead man's switch."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self

from deploy.compose.receiver import LIMIT, lines
from deploy.stack.ports import LOOPBACK, free_port

HEARTBEAT = "dead-mans-switch"
"""The name of the receiver to which the alert goes that fires always."""


class Receiver:
    """Takes Alertmanager's messages on loopback; a context manager.

    Args:
        log: Every alert is written here, that of the dead man's switch too.
        tell: Is given each line that is for people.
        silence: Seconds without the dead man's switch after which somebody must be told.
    """

    def __init__(self, log: Path, tell: Callable[[str], None], silence: float) -> None:
        self.port = free_port()
        self._log = log
        self._tell = tell
        self._silence = silence
        self._lock = threading.Lock()
        self._heard: float | None = None
        self._is_silent = False
        self._over: set[tuple[object, ...]] = set()
        """What was told to be over, by receiver and labels."""
        self._server = ThreadingHTTPServer((LOOPBACK, self.port), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def take(self, receiver: str, message: dict[str, object]) -> None:
        """Take a message of Alertmanager for a receiver of that name."""
        with self._lock:
            for line in lines(receiver, self._news(receiver, message)):
                stamped = f"{time.strftime('%H:%M:%S')} {line}"
                with self._log.open("a", encoding="utf-8") as log:
                    log.write(stamped + "\n")
                if receiver != HEARTBEAT:
                    self._tell(stamped)
            if receiver == HEARTBEAT:
                self._hear()

    def _news(self, receiver: str, message: dict[str, object]) -> dict[str, object]:
        """Leave out what was told to be over: Alertmanager tells it again with its group."""
        alerts = message.get("alerts")
        if not isinstance(alerts, list):
            return message
        news = []
        for alert in alerts:
            one = receiver, *sorted(alert["labels"].items())
            if alert["status"] != "resolved":
                self._over.discard(one)
            elif one in self._over:
                continue
            else:
                self._over.add(one)
            news.append(alert)
        return {**message, "alerts": news}

    def mind_silence(self) -> None:
        """Tell once when the dead man's switch was fed and no longer is."""
        with self._lock:
            if self._heard is None or self._is_silent:
                return
            if time.monotonic() - self._heard > self._silence:
                self._is_silent = True
                self._tell(
                    f"{time.strftime('%H:%M:%S')} {HEARTBEAT}: nothing for {self._silence:.0f} s: "
                    "Prometheus or Alertmanager is down, and no other alert arrives either"
                )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _hear(self) -> None:
        if self._heard is None or self._is_silent:
            self._tell(f"{time.strftime('%H:%M:%S')} {HEARTBEAT}: alerts get through")
        self._heard = time.monotonic()
        self._is_silent = False

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        take = self.take

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                if length > LIMIT:
                    self._answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
                    return
                try:
                    take(self.path.strip("/"), json.loads(self.rfile.read(length)))
                except (AttributeError, KeyError, TypeError, ValueError):
                    self._answer(HTTPStatus.BAD_REQUEST)
                    return
                self._answer(HTTPStatus.OK)

            def log_message(self, *_: object) -> None:
                pass

            def _answer(self, status: HTTPStatus) -> None:
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

        return Handler
