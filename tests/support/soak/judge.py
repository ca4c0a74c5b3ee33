"""Holds each answer against what was done to the targets, and tells the whole story of a lie."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from faulty_stack.targets import TARGETS, Illness
from soak.ills import Ills
from soak.ledger import WELL, Ledger
from soak.stalls import Stalls

SLACK = 0.6
"""Seconds besides a check's timeout after which what was done has to show."""


class Answer(NamedTuple):
    """What somebody was told, and the Unix seconds at which he asked and was answered."""

    who: str
    begin: float
    end: float
    told: frozenset[Illness]


class Judge:
    """Decides what may be said of each target at a moment.

    Args:
        ledger: What was done, and when.
        ills: What has to be told of each ill.
        stalls: When the machine stood still.
        timeout: Seconds that a check may take.

    Attributes:
        counts: How many times somebody was rightly told that a target is well, or ill, and how
            often there was nothing to say, as that was changing.
        settle: Seconds after which what was done has to show.
        violations: What was not as it has to be; the first is what matters.
        over: Set with the first of them.
    """

    def __init__(self, ledger: Ledger, ills: Ills, stalls: Stalls, timeout: float) -> None:
        self._ledger = ledger
        self._ills = ills
        self._stalls = stalls
        self.settle = timeout + SLACK
        self._lock = threading.Lock()
        self.counts: Counter[str] = Counter()
        self.violations: list[str] = []
        self.over = threading.Event()

    def condemn(self, story: str) -> None:
        """Note a violation."""
        with self._lock:
            self.violations.append(f"{_clock(time.time())} {story}")
        self.over.set()

    def hear(self, answer: Answer) -> None:
        """Judge an answer that tells of every target."""
        begin = answer.begin - self.settle
        if self._stalls.meet(begin, answer.end):
            self._count("not judged, the machine stood still", len(self._ills))
            return
        for name in self._ills:
            self._hear_of(name, answer, begin)
        known = {(kind, TARGETS[name].name) for name in self._ills for kind in _kinds(name)}
        if strays := [illness for illness in answer.told if illness[:2] not in known]:
            self._condemn(answer, f"told as ill without having been touched: {strays}", self._ills)

    def expect_in_time(self, who: str, begin: float, end: float, budget: float) -> None:
        """See that an answer came inside the budget, if the machine let it."""
        if end - begin > budget and not self._stalls.meet(begin, end):
            self.condemn(f"{who} waited {end - begin:.2f} s of {budget:g} s for an answer")

    def is_well(self, begin: float, end: float) -> bool | None:
        """Whether all targets were well in a span, one was ill, or (``None``) that changed."""
        begin -= self.settle
        if self._stalls.meet(begin, end):
            return None
        spans = [self._ledger.held(name, begin, end) for name in self._ills]
        if any(span is not None and span.condition != WELL for span in spans):
            return False
        return True if all(spans) else None

    def _hear_of(self, name: str, answer: Answer, begin: float) -> None:
        span = self._ledger.held(name, begin, answer.end)
        if span is None:
            self._count("undecided, it was changing")
            return
        told = {i for i in answer.told if i.name == TARGETS[name].name and i[0] in _kinds(name)}
        if span.condition == WELL:
            right: set[Illness] = set()
        else:
            right = TARGETS[name].illnesses(self._ills[name][span.condition].reason)
        self._count("told as well" if span.condition == WELL else "told as ill")
        if told != right:
            self._condemn(answer, f"{name}: told {sorted(told)}, which has to be {right}", [name])

    def _condemn(self, answer: Answer, story: str, names: Iterable[str]) -> None:
        asked = f"asked at {_clock(answer.begin)}, answered at {_clock(answer.end)}"
        lines = [f"{answer.who}, {asked}: {story}"]
        lines += [
            f"    {name} was {span.condition} from {_clock(span.begun)} to {_clock(span.ended)}"
            for name in names
            for span in self._ledger.spans(name)[-4:]
        ]
        self.condemn("\n".join(lines))

    def _count(self, what: str, number: int = 1) -> None:
        with self._lock:
            self.counts[what] += number


def _kinds(name: str) -> tuple[str, ...]:
    return TARGETS[name].components


def _clock(at: float) -> str:
    if at == float("inf"):
        return "now"
    return time.strftime("%H:%M:%S", time.localtime(at)) + f"{at % 1:.3f}"[1:]
