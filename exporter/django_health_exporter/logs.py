"""Log lines to stderr, as logfmt or as JSON; levels, times and nothing secret."""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from logging.handlers import QueueHandler
from queue import Full, Queue

LEVELS: Mapping[str, int] = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}

MOST_WAITING = 1000
"""Records that may wait to be written; what comes on top is dropped."""

LAST_WORDS = 1.0
"""Seconds that the end waits for what is still to be written."""

_OURS = ("django_health", "django_health_exporter")
"""The loggers whose level is set; drivers tell hosts and statements when asked for more."""


class RecordFormatter(logging.Formatter):
    """The fields of a line in their order: time, level, logger, message.

    An exception is told by its type alone: its text may hold a password.
    """

    def fields(self, record: logging.LogRecord) -> dict[str, str]:
        """Return the fields of a record."""
        time = datetime.fromtimestamp(record.created, UTC)
        fields = {
            "ts": time.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "msg": record.getMessage(),
        }
        if record.exc_info and record.exc_info[0]:
            fields["error"] = record.exc_info[0].__name__
        return fields


class LogfmtFormatter(RecordFormatter):
    """``ts=… level=… logger=… msg="…"``."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as one line."""
        return " ".join(f"{key}={_quoted(text)}" for key, text in self.fields(record).items())


class JSONFormatter(RecordFormatter):
    """A JSON object per line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as one line."""
        return json.dumps(self.fields(record), ensure_ascii=False)


def _quoted(text: str) -> str:
    plain = text and not any(
        char.isspace() or char in '"=' or not char.isprintable() for char in text
    )
    return text if plain else json.dumps(text, ensure_ascii=False)


FORMATTERS: Mapping[str, type[RecordFormatter]] = {"logfmt": LogfmtFormatter, "json": JSONFormatter}


class PatientHandler(QueueHandler):
    """Hands records to a thread that writes them, and drops them when that one cannot keep up.

    A stderr that nobody reads blocks whoever writes to it: that must never be a check or a request.
    """

    def __init__(self, writer: logging.Handler) -> None:
        self._waiting: Queue[logging.LogRecord | None] = Queue(MOST_WAITING)
        super().__init__(self._waiting)
        self._writer = writer
        self._thread = threading.Thread(target=self._write, name="log", daemon=True)
        self._thread.start()

    def enqueue(self, record: logging.LogRecord) -> None:
        """Queue a record if there is room."""
        with suppress(Full):
            self._waiting.put_nowait(record)

    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        """Fill the message in here and now: its arguments may change before it is written."""
        record.msg, record.args = record.getMessage(), None
        return record

    def close(self) -> None:
        """Write what is queued, as far as that takes no more than ``LAST_WORDS`` seconds."""
        with suppress(Full):
            self._waiting.put(None, timeout=LAST_WORDS)
            self._thread.join(LAST_WORDS)
        super().close()

    def _write(self) -> None:
        while (record := self._waiting.get()) is not None:
            self._writer.handle(record)


def configure_logging(level: str, form: str) -> None:
    """Send all logs to stderr; ours from ``level`` on, everybody else's from warning on."""
    writer = logging.StreamHandler(sys.stderr)
    writer.setFormatter(FORMATTERS[form]())
    logging.basicConfig(level=logging.WARNING, handlers=[PatientHandler(writer)], force=True)
    for name in _OURS:
        logging.getLogger(name).setLevel(LEVELS[level])
