"""Asks an engine once, with a line of progress for whoever waits at a terminal."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import TimeoutError as WaitTimeout
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING

from django_health.engine import Engine
from django_health.engine.flight import Round
from django_health.result import Report
from django_health.terminal.streams import is_terminal

if TYPE_CHECKING:  # rich, for people alone
    from django_health.terminal.progress import ProgressLine

MARGIN = 0.5
"""Seconds beyond the limits of the checks: what overran is told by the engine itself."""

STEP = 0.1
"""Seconds between two looks at what has answered."""

Tell = Callable[[Round], object]
"""Told now and then of a round that is under way."""


def ask(engine: Engine, timeout: float | None = None, tell: Tell | None = None) -> Report:
    """Ask all checks of an engine, and wait.

    Args:
        engine: What is asked.
        timeout: Seconds after which what has not answered is reported as timed out; where it is
            ``None`` each check has as long as its own limit.
        tell: Told now and then how far it is.
    """
    asked = engine.start()
    wait_for(asked, patience_for(engine) if timeout is None else timeout, tell)
    return engine.report(asked)


def wait_for(asked: Round, seconds: float, tell: Tell | None = None) -> None:
    """Wait until all has answered, for so many seconds at most."""
    end = time.monotonic() + seconds
    while not asked.done.done() and (left := end - time.monotonic()) > 0:
        if tell is not None:
            tell(asked)
        with suppress(WaitTimeout):
            asked.done.result(left if tell is None else min(left, STEP))


def patience_for(engine: Engine) -> float:
    """Return the seconds after which every check has answered or overrun its limit."""
    return max((check.timeout for check in engine.checks), default=0.0) + MARGIN


@contextmanager
def telling(stream: IO[str] | None) -> Iterator[ProgressLine | None]:
    """Have a line tell how far it is during the block, where a person waits at a terminal.

    Yields:
        What :func:`ask` and its like take, and can draw lines of other words; ``None`` where
        nobody waits.
    """
    if stream is None or not is_terminal(stream):
        yield None
        return
    from django_health.terminal.progress import ProgressLine  # noqa: PLC0415 - rich, for people alone

    with ProgressLine(stream) as line:
        yield line
