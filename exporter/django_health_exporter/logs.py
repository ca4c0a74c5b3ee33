"""Log lines to stderr, as logfmt or as JSON; levels, times and nothing secret."""

from __future__ import annotations

import atexit
import json
import logging
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from logging.handlers import QueueHandler
from queue import SimpleQueue
from typing import TextIO

LEVELS: Mapping[str, int] = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}

MOST_WAITING = 1000
"""Records that may wait to be written; what comes on top is dropped."""

LAST_WORDS = 1.0
"""Seconds that closing waits for what is still to be written."""

_OURS = ("django_health", "django_health_exporter")
"""The daemon's own loggers, and those below them."""


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
    ``logging.config`` closes every handler that it finds, which leaves this one as it is. A signal
    may come while a record is queued, and its handler may log: so the queue is one that is not
    locked by whoever puts something into it.

    Args:
        write: Writes a record. It is of no handler, as ``logging.config`` would wait for its lock.
    """

    def __init__(self, write: Callable[[logging.LogRecord], object]) -> None:
        self._waiting: SimpleQueue[logging.LogRecord | None] = SimpleQueue()
        super().__init__(self._waiting)
        self.write = write
        self._thread = threading.Thread(target=self._write_all, name="log", daemon=True)
        self._thread.start()

    def enqueue(self, record: logging.LogRecord) -> None:
        """Queue a record if there is room."""
        if self._waiting.qsize() < MOST_WAITING:
            self._waiting.put(record)

    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        """Fill the message in here and now: its arguments may change before it is written.

        One that does not fit its arguments is told by its place alone: ``logging`` would write all
        of them to stderr.
        """
        try:
            text = record.getMessage()
        except Exception as error:  # noqa: BLE001 - an argument's own code may raise anything
            place = f"{record.filename}:{record.lineno}"
            text = f"a message that cannot be made, at {place}: {type(error).__name__}"
        record.msg, record.args = text, None
        return record

    def finish(self) -> None:
        """Write what is queued, as far as that takes no more than ``LAST_WORDS`` seconds."""
        self._waiting.put(None)
        self._thread.join(LAST_WORDS)

    def _write_all(self) -> None:
        while (record := self._waiting.get()) is not None:
            with suppress(
                OSError, ValueError
            ):  # a full disk, a pipe without a reader, a closed file
                self.write(record)


class DaemonLogger(logging.Logger):
    """A logger of the daemon's own, for which no configuration of the logging counts.

    The project's code runs in the daemon and may configure the logging, as Django's documentation
    says: with its settings, or in a ``ready()`` on whatever thread and however late. That disables
    the loggers that are there, or gives them other handlers and levels.
    """

    handler: logging.Handler
    stream: TextIO
    threshold: int

    def isEnabledFor(self, level: int) -> bool:  # noqa: N802 - logging's name
        """Whether records of a level are written: from the daemon's own level on."""
        return level >= self.threshold

    def handle(self, record: logging.LogRecord) -> None:
        """Write a record to the daemon's log alone."""
        self.handler.handle(record)


def configure_logging(level: str, form: str) -> None:
    """Send the daemon's own logs to stderr from ``level`` on, whatever the project configures.

    All others are the project's, if it has configured any logging; else they go to stderr from
    warning on, as drivers tell hosts and statements when asked for more.
    """
    handler = PatientHandler(_writer_to(sys.stderr, FORMATTERS[form]()))
    atexit.register(handler.finish)
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    DaemonLogger.handler, DaemonLogger.stream = handler, sys.stderr
    DaemonLogger.threshold = LEVELS[level]
    for name in _OURS:
        logging.getLogger(name)
    for name, logger in list(logging.root.manager.loggerDict.items()):
        if name.partition(".")[0] in _OURS and isinstance(logger, logging.Logger):
            logger.__class__ = DaemonLogger


def adjust_logging(level: str, form: str) -> None:
    """Write the daemon's own logs from another level on, and all in another form, from now on.

    What is queued at the moment is written in the new form as well. It goes where it went before:
    ``sys.stderr`` may be something else by now, as the project's code can put anything there.
    """
    handler = getattr(DaemonLogger, "handler", None)
    if isinstance(handler, PatientHandler):
        handler.write = _writer_to(DaemonLogger.stream, FORMATTERS[form]())
        DaemonLogger.threshold = LEVELS[level]


def write_out() -> None:
    """Write what is queued, before the process ends without any of Python's own last steps."""
    handler = getattr(DaemonLogger, "handler", None)
    if isinstance(handler, PatientHandler):
        handler.finish()


def _writer_to(stream: TextIO, formatter: logging.Formatter) -> Callable[[logging.LogRecord], None]:
    def write(record: logging.LogRecord) -> None:
        stream.write(f"{formatter.format(record)}\n")
        stream.flush()

    return write
