"""Keeps what clients do wrong out of the log."""

from __future__ import annotations

import logging

from django_health.failure import described
from django_health_exporter.web.errors import LoopErrors

LOGGERS = ("tornado.access", "tornado.general", "tornado.application")


class Quiet(logging.Filter):
    """Lets through what is our fault: one line without a traceback, the same once a minute.

    tornado warns of each failed handshake and each broken pipe, and prints a traceback where a
    connection breaks at an odd moment; whoever can connect could fill a disk with that. What
    happened is counted, and summed up every minute.
    """

    def __init__(self) -> None:
        super().__init__()
        self._errors = LoopErrors()

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell of an error in other words, and never let the record pass."""
        error = record.exc_info[1] if record.exc_info else None
        if record.levelno >= logging.ERROR and error and not isinstance(error, OSError):
            self._errors.tell(described(error))
        return False


def quieten() -> None:
    """Have tornado's loggers say only what is our fault."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        logger.setLevel(logging.ERROR)
        if not any(isinstance(known, Quiet) for known in logger.filters):
            logger.addFilter(Quiet())
