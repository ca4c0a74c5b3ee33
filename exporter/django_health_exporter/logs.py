"""Log lines to stderr, as logfmt or as JSON; levels, times and nothing secret."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Mapping
from datetime import UTC, datetime

LEVELS: Mapping[str, int] = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}

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


def configure_logging(level: str, form: str) -> None:
    """Send all logs to stderr; ours from ``level`` on, everybody else's from warning on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(FORMATTERS[form]())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in _OURS:
        logging.getLogger(name).setLevel(LEVELS[level])
