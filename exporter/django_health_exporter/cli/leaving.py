"""The end of the process, which nothing that the project left running may hold up."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial

import click

LAST_STEPS = 2.0
"""Seconds that the interpreter's end may take: threads of the project may not end at all."""

READING = 30.0
"""Seconds that it may take to read a configuration, in which code of the project runs."""

CANNOT_ASK = 2
"""The exit code where the configuration cannot be used."""

GiveUp = Callable[[str], int]
"""Tells what is wrong, and returns the exit code."""

Leave = Callable[[int], object]
"""Ends the process at once, with an exit code."""


def _leave(code: int) -> None:
    for stream in (sys.stdout, sys.stderr):
        with suppress(Exception):  # nobody reads it any more
            stream.flush()
    os._exit(code)


def bound_end(code: object, seconds: float = LAST_STEPS, leave: Leave = _leave) -> None:
    """Have the process end soon and quietly, whatever still runs.

    Args:
        code: That of a ``SystemExit``.
        seconds: How soon.
        leave: Ends the process.
    """
    logging.disable(logging.CRITICAL)  # of what has been told, and of checks that are cut off
    number = code if isinstance(code, int) else int(code is not None)
    _unless(threading.Event(), seconds, partial(leave, number))


def to_stderr(text: str) -> int:
    """Tell what is wrong with the configuration."""
    click.echo(f"Error: {text}", err=True)
    return CANNOT_ASK


@contextmanager
def bounded_reading(
    give_up: GiveUp = to_stderr, seconds: float = READING, leave: Leave = _leave
) -> Iterator[None]:
    """End the process if the block takes longer than it may.

    Args:
        give_up: Tells of it.
        seconds: How long it may take.
        leave: Ends the process.
    """
    text = (
        f"the configuration was not read within {seconds:g} s: what hangs is code of the project, "
        "like its settings module"
    )
    done = threading.Event()
    _unless(done, seconds, lambda: leave(give_up(text)))
    try:
        yield
    finally:
        done.set()


def _unless(done: threading.Event, seconds: float, act: Callable[[], object]) -> None:
    def watch() -> None:
        if not done.wait(seconds):
            act()

    threading.Thread(target=watch, name="leaving", daemon=True).start()
