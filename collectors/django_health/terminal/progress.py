"""A line on a terminal that says how far it is, and is gone when it is done."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import IO, Self

from rich.live import Live
from rich.text import Text

from django_health.engine.flight import Round
from django_health.json_ready import one_line
from django_health.terminal.headline import LABEL_LENGTH
from django_health.terminal.printing import console_for

DELAY = 0.3
"""Seconds without a line: most answers are there before anybody could read it."""


class ProgressLine:
    """Tells which checks are awaited; a context manager, at whose end the line disappears.

    Args:
        stream: A terminal.
        clock: Monotonic seconds.
    """

    def __init__(self, stream: IO[str], clock: Callable[[], float] = time.monotonic) -> None:
        self._live = Live(
            console=console_for(stream, is_live=True),
            auto_refresh=False,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._clock = clock
        self._begun = clock()

    def __call__(self, asked: Round) -> None:
        """Draw the line for a round, once it has taken long enough."""
        if self._clock() - self._begun >= DELAY:
            self.say(_words(asked, self._clock() - self._begun))

    def say(self, text: str) -> None:
        """Draw a line of somebody's own."""
        self._live.start()
        line = Text(one_line(text), style="dim", no_wrap=True, overflow="ellipsis")
        self._live.update(line, refresh=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._live.stop()


def _words(asked: Round, seconds: float) -> str:
    waiting = asked.awaited
    count = len(asked.entries)
    names = ", ".join(one_line(check.label, LABEL_LENGTH) for check in waiting[:5])
    answered = f"{count - len(waiting)} of {count} checks answered"
    return f"{answered}, {seconds:.0f} s, waiting for {names}"
