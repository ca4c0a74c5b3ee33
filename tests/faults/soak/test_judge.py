"""Who is condemned by a soak, and who is not."""

from __future__ import annotations

import time

import pytest

from faulty_stack.targets import Illness
from soak.ills import Ill
from soak.judge import Answer, Judge
from soak.ledger import Ledger
from soak.stalls import Stalls

TIMEOUT = 0.5
SILENT = Ill("timeout", lambda: None, lambda: None)
ILLS = {"redis": {"silent": SILENT}, "postgresql": {"silent": SILENT}}

REDIS = Illness("cache", "default", "timeout")
DATABASE = Illness("database", "default", "timeout")
MIGRATIONS = Illness("migrations", "default", "timeout")


class _Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


class _Court:
    """A judge, and the time."""

    def __init__(self) -> None:
        self.clock = _Clock()
        self.ledger = Ledger(ILLS, self.clock)
        self.stalls = Stalls()
        self.judge = Judge(self.ledger, ILLS, self.stalls, TIMEOUT)
        self.clock.now += 100

    def make_silent(self, name: str) -> None:
        """Do it, and wait until it has to show."""
        with self.ledger.becoming(name, "silent"):
            self.clock.now += 0.1
        self.clock.now += 10

    def violations(self, *told: Illness) -> list[str]:
        """What is said of an answer of now."""
        now = self.clock.now
        self.judge.hear(Answer("somebody", now, now + 0.5, frozenset(told)))
        return self.judge.violations


@pytest.fixture
def court() -> _Court:
    """All are well."""
    return _Court()


def test_the_truth(court: _Court) -> None:
    """A target that is well is told as well, one that is ill as ill in all its components."""
    assert court.violations() == []
    court.make_silent("postgresql")
    assert court.violations(DATABASE, MIGRATIONS) == []
    assert court.judge.counts == {"told as well": 3, "told as ill": 1}


@pytest.mark.parametrize(
    "told",
    [
        [REDIS, DATABASE],
        [DATABASE],
        [MIGRATIONS],
        [],
        [DATABASE._replace(reason="refused"), MIGRATIONS],
        [DATABASE, MIGRATIONS, Illness("http", "shop", "timeout")],
    ],
)
def test_lies(court: _Court, told: list[Illness]) -> None:
    """Too much, too little, a wrong reason, or somebody whom nobody touched."""
    court.make_silent("postgresql")
    story = "\n".join(court.violations(*told))
    assert "postgresql was silent from" in story
    assert court.judge.over.is_set()


def test_while_it_changes(court: _Court) -> None:
    """Before it has to show, either is right."""
    court.make_silent("redis")
    court.clock.now -= 10 - TIMEOUT
    assert court.violations() == []
    assert court.violations(REDIS) == []
    assert court.judge.counts["undecided, it was changing"] == 2


def test_while_the_machine_stood_still(court: _Court) -> None:
    """Nothing is said of the daemon then, also not of how long it took."""
    court.stalls.found.append((court.clock.now - 0.3, court.clock.now))
    assert court.violations(REDIS) == []
    court.judge.expect_in_time("somebody", court.clock.now - 1, court.clock.now + 9, budget=3)
    assert court.judge.violations == []


def test_an_answer_that_is_late(court: _Court) -> None:
    """The budget is for everybody."""
    court.judge.expect_in_time("somebody", time.time(), time.time() + 2.9, budget=3)
    assert court.judge.violations == []
    court.judge.expect_in_time("somebody", time.time(), time.time() + 3.1, budget=3)
    assert len(court.judge.violations) == 1


def test_all_well_or_not(court: _Court) -> None:
    """It is not known while something changes."""
    now = court.clock.now
    assert court.judge.is_well(now, now) is True
    court.make_silent("redis")
    assert court.judge.is_well(now + 10, now + 10) is False
    assert court.judge.is_well(now, now + 1) is None
