"""The soak itself: ills that come and go, while visitors ask all the time."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import ExitStack

from faulty_stack import BUDGET, FaultyStack
from soak.books import Books
from soak.ills import Ills, ills_of
from soak.judge import Judge
from soak.ledger import WELL, Ledger
from soak.leftovers import Leftovers
from soak.plan import Deed, Plan, Round
from soak.questions import Questions
from soak.stalls import Stalls
from soak.visitors import Visitors

BLUR = 0.05
"""Seconds by which what was done and what was logged may be told apart no better."""

TIMEOUT = 1.0
"""Seconds that a check may take, so many that a loaded machine is no fault of the daemon's."""

CALM = 0.5
"""Seconds at the end of each round in which all has to be told as well."""


class Soak:
    """One soak of a stack; from the main thread, which alone may start servers.

    Args:
        stack: All is well in it.
        seed: Of everything that is left to chance.
        ills: What is done to the servers; all that can be.
    """

    def __init__(self, stack: FaultyStack, seed: int, ills: Ills | None = None) -> None:
        self._stack = stack
        self._ills = ills or ills_of(stack.servers)
        self._seed = seed
        self.ledger = Ledger(self._ills)
        self.stalls = Stalls()
        self.judge = Judge(self.ledger, self._ills, self.stalls, stack.timeout)
        self.books = Books(lambda: stack.exporter.log, self._ills, self.judge.condemn)
        self._looked_at = dict.fromkeys(self._ills, 0)
        self.rounds: Counter[str] = Counter()
        self.deeds: Counter[str] = Counter()
        self.seconds: dict[str, list[float]] = {}
        self.leftovers = Leftovers(stack, self.judge.condemn)

    def run(self, seconds: float) -> list[str]:
        """Go on for so long, or until the first violation; return the violations."""
        end = time.monotonic() + seconds
        plan = Plan(self._seed, {name: list(ills) for name, ills in self._ills.items()})
        with ExitStack() as inside:
            inside.enter_context(self.stalls)
            inside.callback(self._stack.servers.heal)
            ask = Questions(self._stack.exporter, self.judge, self.books.enter, BUDGET, self._seed)
            inside.callback(ask.close)
            visitors = Visitors(ask.visitors(), self._complain)
            inside.callback(visitors.close)
            self.seconds = visitors.seconds
            for drawn in plan.rounds():
                self._do(drawn)
                self._look_around(visitors)
                if self.judge.over.is_set() or time.monotonic() > end:
                    break
        if not self.judge.violations:
            self.leftovers.expect_nothing_grown()
            self.leftovers.expect_end()
        return self.judge.violations

    def _do(self, drawn: Round) -> None:
        self.rounds[drawn.name.split()[0]] += 1
        begun = time.monotonic()
        for deed in drawn.deeds:
            is_over = self.judge.over.wait(max(0.0, begun + deed.at - time.monotonic()))
            if not is_over or self.ledger.spans(deed.target)[-1].condition != WELL:
                self._commit(deed)  # what has begun is ended in any case

    def _commit(self, deed: Deed) -> None:
        ill = self._ills[deed.target][deed.ill]
        if deed.begins:
            self.deeds[deed.ill] += 1
            with self.ledger.becoming(deed.target, deed.ill):
                ill.begin()
        else:
            with self.ledger.becoming(deed.target, WELL):
                ill.end()

    def _look_around(self, visitors: Visitors) -> None:
        """Wait until all is well again and has been told as such, and see what is left behind."""
        self.judge.over.wait(self.judge.settle + CALM)
        visitors.send_out()
        self._stack.exporter.scrape()
        self.leftovers.look()
        self.books.compare()
        self._expect_silence()
        visitors.let_in()

    def _expect_silence(self) -> None:
        """See that the log had nothing to say while nothing happened."""
        now = time.time()
        for name in self._ills:
            for span in self.ledger.spans(name)[self._looked_at[name] :]:
                begin, end = span.begun + self.judge.settle, min(span.ended, now) - BLUR
                if begin < end and not self.stalls.meet(begin - self.judge.settle, end):
                    self.books.expect_silence(name, begin, end)
            self._looked_at[name] = len(self.ledger.spans(name)) - 1

    def _complain(self, who: str, error: Exception) -> None:
        self.judge.condemn(f"{who} got no answer: {type(error).__name__}: {error}")
