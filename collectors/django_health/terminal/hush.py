"""Keeps the project's own output out of a command's: what it prints, and what it logs."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout


@contextmanager
def prints_aside() -> Iterator[None]:
    """Have whatever is printed during the block stand on stderr.

    A settings module that prints a greeting must not stand before a document.
    """
    with redirect_stdout(sys.stderr):
        yield


@contextmanager
def logs_silent() -> Iterator[None]:
    """Have nobody log anything during the block: what the checks find is told as a whole."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)
