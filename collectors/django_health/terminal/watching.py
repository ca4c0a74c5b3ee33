"""Asks at an interval, and shows how it is: as a table that stays, or as a line each time."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import IO

from django_health.engine import Engine
from django_health.reports.documents import timestamp
from django_health.reports.shown import shown
from django_health.result import Report, Status
from django_health.terminal.headline import counts, overall, wrong
from django_health.terminal.paint import Paint, painter, unpainted
from django_health.terminal.rounds import patience_for, wait_for
from django_health.terminal.states import LOOKS

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
    """Write a line at each interval, with its time, until the program is told to end.

    What is silent is not waited for until the next one: half of the interval at most.
    """
    patience, paint = min(patience_for(engine), interval / 2), painter(stream)
    due = time.monotonic()
    while True:
        asked = engine.start()
        wait_for(asked, patience)
        awaited = {check.label for check in asked.awaited}
        line = line_of(engine.report(asked, last_known=True), awaited, paint)
        stream.write(f"{line}\n")
        stream.flush()
        now = time.monotonic()
        due = max(due + interval, now)
        sleep(due - now)


def line_of(report: Report, awaited: Collection[str] = (), paint: Paint = unpainted) -> str:
    """Return a report as a line of a log: what is known, and how much is not.

    Args:
        report: A check that has not answered has its last result in it, if there is one.
        awaited: Labels of the checks that have not answered.
        paint: Gives the word for the whole its colour.
    """
    known = tuple(one for one in report.results if one.label not in awaited or report.is_kept(one))
    unknown = len(report.results) - len(known)
    asking = f"{unknown} asking" if unknown else ""
    if not known and asking:
        return f"{timestamp(report.created)} {asking}"
    told = replace(report, results=known)
    look = LOOKS[told.status if overall(told) != "unknown" else Status.SKIPPED]
    counted = ", ".join(filter(None, (counts(told), asking)))
    words = filter(None, (paint(overall(told), look.style), counted, wrong(told)))
    return f"{timestamp(report.created)} {': '.join(words)}"
