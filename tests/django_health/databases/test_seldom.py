"""The size of a database between the runs of a check."""

from __future__ import annotations

import pytest

from django_health.databases import families
from django_health.databases.figures import Figures
from django_health.databases.seldom import SIZE_INTERVAL, SeldomSize
from sample_checks import HandClock


class Runs:
    """Runs of a check by a clock of ours, each with the answer that it would be given."""

    def __init__(self) -> None:
        self.clock = HandClock()
        self.size = SeldomSize(self.clock)
        self.asked = 0

    def run(self, answer: int | None, after: float = 0.0) -> dict[str, object]:
        """Return the details of a run that is so many seconds later."""
        self.clock.now += after
        figures = Figures("default")
        self.size.begin()
        if not self.size.spares("size"):
            self.asked += 1
            figures.size = answer
        self.size.tell(figures)
        told = [each.value for each in figures.measurements if each.family is families.SIZE]
        assert told == [figures.details[name] for name in figures.details if name == "size_bytes"]
        return figures.details


@pytest.fixture
def runs() -> Runs:
    """Runs of a check that has not run."""
    return Runs()


def test_in_between_the_last_one_is_told_with_its_age(runs: Runs) -> None:
    """In whole seconds, and the first run has one of its own."""
    assert runs.run(5) == {"size_bytes": 5, "size_age_seconds": 0}
    assert runs.run(6, after=0.9) == {"size_bytes": 5, "size_age_seconds": 0}
    assert runs.run(6, after=59.0) == {"size_bytes": 5, "size_age_seconds": 59}
    assert runs.asked == 1


def test_it_is_asked_again_after_the_interval(runs: Runs) -> None:
    """From when it was asked, not from when it was told."""
    runs.run(5)
    runs.run(6, after=SIZE_INTERVAL - 1)
    assert runs.run(7, after=1.0) == {"size_bytes": 7, "size_age_seconds": 0}
    assert runs.run(8, after=SIZE_INTERVAL - 1) == {"size_bytes": 7, "size_age_seconds": 59}
    assert runs.asked == 2


def test_an_empty_database_has_a_size(runs: Runs) -> None:
    """Which is kept as any other."""
    runs.run(0)
    assert runs.run(1, after=1.0) == {"size_bytes": 0, "size_age_seconds": 1}


def test_a_size_that_is_not_told_is_no_old_one(runs: Runs) -> None:
    """And is asked at each run, until it is told."""
    runs.run(5)
    assert runs.run(None, after=SIZE_INTERVAL) == {}
    assert runs.run(None, after=1.0) == {}
    assert runs.asked == 3
    assert runs.run(6, after=1.0) == {"size_bytes": 6, "size_age_seconds": 0}


def test_a_run_that_fails_after_it_began_leaves_no_old_one(runs: Runs) -> None:
    """Its answer is not known, so that the next run asks."""
    runs.run(5)
    runs.clock.now += SIZE_INTERVAL
    runs.size.begin()
    assert runs.run(6) == {"size_bytes": 6, "size_age_seconds": 0}


def test_no_other_question_is_spared(runs: Runs) -> None:
    """Whatever is known."""
    assert not runs.size.spares("size")
    runs.run(5)
    assert runs.size.spares("size")
    assert not runs.size.spares("status")


def test_the_promise_is_kept() -> None:
    """The text of the family says how often a size is asked."""
    assert SIZE_INTERVAL == 60.0
    assert "asked at most once a minute" in families.SIZE.help
