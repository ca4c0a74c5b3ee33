"""Asks at an interval, and shows how it is: as a table that stays, or as a line each time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import IO

from django_health.engine import Engine
from django_health.reports.documents import timestamp
from django_health.reports.shown import shown
from django_health.result import Report
from django_health.terminal.headline import headline
from django_health.terminal.rounds import patience_for, wait_for

FRAME = 0.25
"""Seconds between two drawings of the table, which then follows the size of its terminal."""


def watch_as_table(
    engine: Engine, stream: IO[str], interval: float, sleep: Callable[[float], None] = time.sleep
) -> None:
    """Fill a terminal's screen until the program is told to end; then the screen is as before.

    Args:
        engine: What is asked.
        stream: The terminal.
        interval: Seconds between two questions.
        sleep: Lets seconds pass.
    """
    from rich.live import Live  # noqa: PLC0415 - rich, for who watches alone

    from django_health.terminal.live_view import LiveView  # noqa: PLC0415 - the same
    from django_health.terminal.printing import console_for  # noqa: PLC0415 - the same

    console = console_for(stream, is_live=True)
    with Live(
        console=console,
        screen=True,
        auto_refresh=False,
        redirect_stdout=False,
        redirect_stderr=False,
        vertical_overflow="crop",
    ) as live:
        while True:
            asked, begun = engine.start(), time.monotonic()
            left = interval
            while left > 0:
                awaited = {check.label for check in asked.awaited}
                report = shown(engine.report(asked, last_known=True))
                live.update(LiveView(report, awaited, interval), refresh=True)
                left = interval - (time.monotonic() - begun)
                sleep(max(0.0, min(FRAME, left)))


def watch_as_lines(
    engine: Engine, stream: IO[str], interval: float, sleep: Callable[[float], None] = time.sleep
) -> None:
    """Write a line for each question, with its time, until the program is told to end."""
    patience = patience_for(engine)
    while True:
        begun = time.monotonic()
        asked = engine.start()
        wait_for(asked, patience)
        stream.write(f"{line_of(engine.report(asked))}\n")
        stream.flush()
        sleep(max(0.0, interval - (time.monotonic() - begun)))


def line_of(report: Report) -> str:
    """Return a report as a line of a log."""
    return f"{timestamp(report.created)} {headline(report)}"
