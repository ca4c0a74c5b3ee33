"""The health on a screen that is drawn again and again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from django_health.result import CheckResult, Report, Status
from django_health.terminal.report_table import ReportTable, summary

HINT = "Ctrl-C ends"

OLD = 1.5
"""Intervals from which on the age of a result is told: it is not from the last question."""


SMALL = 3
"""Lines of a screen that has no blank one, since the last has to say how much is left out."""


class LiveView:
    """A report that fills a screen and no more: what is wrong goes before what is well.

    Args:
        report: Its details have to be fit to be shown.
        awaited: Labels of the checks that are being asked.
        interval: Seconds between two questions, for the line at the top.
    """

    def __init__(self, report: Report, awaited: Collection[str], interval: float) -> None:
        self._report = report
        self._interval = interval
        self._table = ReportTable(report, awaited=awaited, old=max(1.0, OLD * interval))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw it."""
        title = Text(self._title(), style="dim")
        whole = self._summary(is_plain=options.ascii_only)
        height = options.max_height
        head = [whole] if height < SMALL else [title, whole]
        if height > SMALL:
            head.append(Text())
        for line in head:
            line.truncate(options.max_width, overflow="ellipsis")
        lines = [*head, *self._rows(console, options, height - len(head))]
        yield Text("\n").join(lines[:height])

    def _title(self) -> str:
        time = datetime.fromtimestamp(self._report.created, UTC).astimezone().strftime("%H:%M:%S")
        return f"{time}  every {self._interval:g} s  {HINT}"

    def _summary(self, *, is_plain: bool) -> Text:
        """The whole as far as it is known, and how much is not."""
        results = self._report.results
        known = tuple(result for result in results if not self._table.is_unanswered(result))
        asking = f"{len(results) - len(known)} asking" if len(known) < len(results) else ""
        if not known and asking:
            return Text(asking, style="dim")
        line = summary(replace(self._report, results=known), is_plain=is_plain, is_timed=False)
        return line.append(f", {asking}") if asking else line

    def _rows(self, console: Console, options: ConsoleOptions, height: int) -> list[Text]:
        """All lines where they fit; else the urgent ones, and how many checks are left out."""
        results = self._report.results
        if len(results) <= height:
            lines = list(chain(*self._table.entries(console, options, results)))
            if len(lines) <= height:
                return lines
        lines, rest = [], sorted(results, key=lambda result: -result.status.severity)
        for entry in self._table.entries(console, options, tuple(rest)):
            if len(lines) + len(entry) >= height:
                break
            lines += entry
            rest.pop(0)
        return [*lines, Text(self._left_out(rest), style="dim")]

    def _left_out(self, rest: Sequence[CheckResult]) -> str:
        ill = [
            result
            for result in rest
            if result.status in (Status.ERROR, Status.WARNING)
            and not self._table.is_unanswered(result)
        ]
        return f"and {len(rest)} more" + (f", {len(ill)} of them not ok" if ill else "")
