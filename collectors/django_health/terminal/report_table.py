"""A report for people at a terminal: a line per check, with what is wrong or what was measured."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from django_health.result import CheckResult, Report, Status
from django_health.terminal.columns import Columns
from django_health.terminal.figures import figures_of, span
from django_health.terminal.headline import counts, explained, label, overall, troubles, wrong
from django_health.terminal.one_run import NOT_JUDGED, is_judged
from django_health.terminal.states import ASKING, LOOKS, Look, marked

MANY = 40
"""Rows from which on what is wrong is said once more below them: they have scrolled away."""


class ReportTable:
    """The lines of a report; they take the form that fits the width that there is.

    Args:
        report: Its details have to be fit to be shown.
        awaited: Labels of the checks that are being asked.
        old: Seconds from which on the age of a result is told.
        is_one_run: Whether nothing was asked before, and nothing will be.
    """

    def __init__(
        self,
        report: Report,
        *,
        awaited: Collection[str] = (),
        old: float = 1.0,
        is_one_run: bool = False,
    ) -> None:
        self._report = report
        self._is_one_run = is_one_run
        self._awaited = awaited
        self._old = old

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw it."""
        for lines in self.entries(console, options, self._report.results):
            yield from lines

    def entries(
        self, console: Console, options: ConsoleOptions, chosen: Iterable[CheckResult]
    ) -> Iterator[list[Text]]:
        """Yield the lines of each of some results, all laid out for the whole report."""
        longest = max((cell_len(label(result)) for result in self._report.results), default=0)
        columns = Columns(options.max_width, longest)
        for result in chosen:
            yield list(self._lines(result, columns, console, is_plain=options.ascii_only))

    def _lines(
        self, result: CheckResult, columns: Columns, console: Console, *, is_plain: bool
    ) -> Iterator[Text]:
        """The lines of one result."""
        look, word = self._state(result)
        state = Text(marked(look, word, is_plain=is_plain), style=look.style)
        is_timed = look is not ASKING and result.status is not Status.SKIPPED
        took = Text(span(result.duration) if is_timed else "")
        is_ill = result.status in (Status.WARNING, Status.ERROR) and look is not ASKING
        said = Text(self._said(result, look), style="none" if is_ill else "dim")
        return columns.lines(console, state, Text(label(result)), took, said, is_whole=is_ill)

    def is_unanswered(self, result: CheckResult) -> bool:
        """Whether a check is being asked of which nothing is known yet."""
        return result.label in self._awaited and not self._report.is_kept(result)

    def _state(self, result: CheckResult) -> tuple[Look, str]:
        if self.is_unanswered(result):
            return ASKING, "asking"
        return LOOKS[result.status], result.status.value

    def _said(self, result: CheckResult, look: Look) -> str:
        """What is wrong; of what is well its figures; and how old it is."""
        if look is ASKING:
            return ""
        age = self._report.age(result)
        old = f"({span(age)} old)" if age >= self._old else ""
        said = explained(result)
        if result.status is Status.OK:
            doubt = NOT_JUDGED if self._is_one_run and not is_judged(result) else ""
            said = ", ".join(filter(None, (said, figures_of(result), doubt)))
        return " ".join(filter(None, (said, old)))


def summary(report: Report, *, is_plain: bool = False, is_timed: bool = True) -> Text:
    """Return the whole in a line: the word for it, and how many checks ended in which way.

    Args:
        report: What was asked.
        is_plain: Whether the terminal knows ASCII alone.
        is_timed: Whether it ends with how long all took.
    """
    status = report.status if overall(report) != "unknown" else Status.SKIPPED
    look = LOOKS[status]
    line = Text.assemble((marked(look, overall(report), is_plain=is_plain), look.style))
    line.append(f": {counts(report)}")
    return line.append(f", in {span(report.duration)}") if is_timed else line


class ReportView:
    """The table of one run, with the summary below it: there is the eye when a command has ended.

    Args:
        report: Its details have to be fit to be shown.
    """

    def __init__(self, report: Report) -> None:
        self._report = report

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw it."""
        yield ReportTable(self._report, is_one_run=True)
        yield Text()
        yield summary(self._report, is_plain=options.ascii_only)
        if len(self._report.results) > MANY and troubles(self._report):
            yield Text(wrong(self._report))
