"""The components of a report with their checks: the worst first, and the many folded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from django_health.json_ready import one_line
from django_health.page.rows import MESSAGE, NAME, Row, Surroundings, age_of, key_of, name_of
from django_health.page.words import counted, duration
from django_health.result import CheckResult, Report, Status, Summary

ROWS = 80
"""Checks with all that is known of them, on one page; first those that are not well."""

LINES = 2_000
"""Checks of one line each that a page may have beyond these; the worst first."""

COMPONENTS = 100
"""Components with a place of their own; the worst first."""

OTHERS = "other components"
"""What those are called together that have none."""

WORST_FIRST = (Status.ERROR, Status.WARNING, Status.OK, Status.SKIPPED)

UNANSWERED = 1.5
"""Where what has not answered stands among these: before what is well."""


WRONG = (Status.ERROR, Status.WARNING)


class Line(NamedTuple):
    """A check of which there is no room to say more than how it is, and why."""

    name: str
    why: str
    latency: str


class Fold(NamedTuple):
    """The checks of one state that are told in a line each.

    Attributes:
        status: The state of them all.
        lines: One per check, as far as there is room.
        total: How many there are.
    """

    status: Status
    lines: tuple[Line, ...]
    total: int

    @property
    def unnamed(self) -> int:
        """How many there is no room for."""
        return self.total - len(self.lines)


class Component(NamedTuple):
    """A component.

    Attributes:
        key: What it is called by links.
        name: Its name.
        status: The worst of its checks.
        counts: How its checks are, in words.
        brief: The same of those alone that are not well.
        rows: Its checks.
        folds: Those for which there is no room among the rows.
    """

    key: str
    name: str
    status: Status
    counts: str
    brief: str
    rows: tuple[Row, ...]
    folds: tuple[Fold, ...]


class Shown(NamedTuple):
    """What there is room for.

    Attributes:
        wrong: The checks that are not well, the worst first.
        unlisted: How many more of them there are.
        components: All components, in their order.
    """

    wrong: tuple[Row, ...]
    unlisted: int
    components: tuple[Component, ...]


def shown(surroundings: Surroundings, *, rows: int = ROWS, lines: int = LINES) -> Shown:
    """Return a report as rows, and as lines where it is too large for that.

    Args:
        surroundings: The report, and what rows are made with.
        rows: How many rows there may be.
        lines: How many lines there may be besides.
    """
    ranked = sorted(surroundings.report.results, key=_rank)
    made = {id(result): surroundings.row(result) for result in ranked[:rows]}
    named = {id(result) for result in ranked[rows : rows + lines]}
    room = _Room(surroundings.report, made, named)
    wrong = [result for result in ranked if result.status in WRONG]
    listed = tuple(made[id(result)] for result in wrong[:rows])
    return Shown(listed, len(wrong) - len(listed), tuple(_components(room)))


def _rank(result: CheckResult | Summary) -> float:
    return WORST_FIRST.index(result.status) if _is_known(result) else UNANSWERED


def _is_known(result: CheckResult | Summary) -> bool:
    results = result.results if isinstance(result, Summary) else (result,)
    return result.status is not Status.SKIPPED or all(one.answered for one in results)


class _Room(NamedTuple):
    """Which results have a row, and which a line, by their identity."""

    report: Report
    rows: dict[int, Row]
    named: set[int]


def _components(room: _Room) -> Iterator[Component]:
    """All components; of very many, those that are well are one, where checks have whole names."""
    found = room.report.components
    kept = set(sorted(found, key=lambda name: _rank(found[name]))[:COMPONENTS])
    for name, summary in found.items():
        if name in kept:
            yield _component(name, summary.results, room)
    rest = tuple(result for result in room.report.results if result.name not in kept)
    if rest:
        yield _component("", rest, room)


def _component(name: str, results: Sequence[CheckResult], room: _Room) -> Component:
    ranked = sorted(results, key=_rank)
    rows = (room.rows[id(result)] for result in ranked if id(result) in room.rows)
    return Component(
        key=key_of(f"component {name}"),
        name=one_line(name, NAME) or OTHERS,
        status=ranked[0].status,
        counts=counts_of(results),
        brief=counts_of([result for result in results if result.status in WRONG]),
        rows=tuple(row if name else replace(row, name=row.label) for row in rows),
        folds=tuple(_folds([r for r in ranked if id(r) not in room.rows], name, room)),
    )


def _folds(rest: Sequence[CheckResult], component: str, room: _Room) -> Iterator[Fold]:
    for status in WORST_FIRST:
        same = [result for result in rest if result.status is status]
        if same:
            lines = (_line(result, component, room) for result in same if id(result) in room.named)
            yield Fold(status, tuple(lines), len(same))


def _line(result: CheckResult, component: str, room: _Room) -> Line:
    why = ""
    if result.status is not Status.OK:
        reason = (result.outcome.reason or "").replace("_", " ")
        why = ": ".join(filter(None, (reason, one_line(result.outcome.message, MESSAGE // 3))))
    name = name_of(result) if component else one_line(result.label, NAME)
    age = age_of(room.report, result)
    latency = duration(result.duration)
    return Line(name, why, f"{latency}, {age} ago" if age else latency)


WAITED_FOR = ("has not answered yet", "have not answered yet")

_VERBS = {
    Status.ERROR: ("fails", "fail"),
    Status.WARNING: ("warns", "warn"),
    Status.SKIPPED: ("is skipped", "are skipped"),
    Status.OK: ("is ok", "are ok"),
}


def counts_of(results: Sequence[CheckResult]) -> str:
    """Return how several checks are, in words: ``1 fails, 3 are ok``."""
    statuses = [result.status for result in results if result.answered]
    counts = [(_VERBS[status], statuses.count(status)) for status in WORST_FIRST]
    counts.insert(2, (WAITED_FOR, len(results) - len(statuses)))
    return ", ".join(counted(count, *verbs) for verbs, count in counts if count)
