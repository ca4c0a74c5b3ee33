"""What nobody caught, told to the log by type and place: the text may hold a password.

Python would write the text and a traceback to stderr. The engine catches what checks raise; this is
for threads that the project's own code starts, and for what fails while objects are thrown away.
"""

from __future__ import annotations

import logging
import sys
import threading
from types import TracebackType

from django_health.failure import described

logger = logging.getLogger(__name__)


def tell_without_text() -> None:
    """Take the place of Python's own ways to tell of an exception that nobody caught."""
    sys.excepthook = _of_main
    sys.unraisablehook = _of_no_one
    threading.excepthook = _of_thread


def _of_main(
    kind: type[BaseException],  # noqa: ARG001 - Python gives it
    error: BaseException,
    trace: TracebackType | None,
) -> None:
    logger.error("the daemon failed: %s", described(error.with_traceback(trace)))


def _of_thread(failed: threading.ExceptHookArgs, /) -> None:
    if failed.exc_value is not None and not isinstance(failed.exc_value, SystemExit):
        logger.error("a thread of the project failed: %s", described(failed.exc_value))


def _of_no_one(failed: sys.UnraisableHookArgs, /) -> None:
    if failed.exc_value is not None:
        logger.error("an exception was passed over: %s", described(failed.exc_value))
