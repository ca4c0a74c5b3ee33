"""What all checks of databases do alike, on one that needs no database."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from django_health.databases import lending_check
from django_health.databases.lending import Answer, Lender, MissingTableError, Rows
from django_health.databases.lending_check import LendingCheck
from django_health.failure import CheckFailed
from django_health.network.deadline import Deadline
from django_health.result import Outcome, Reason, Status
from walked_steps import walked

LONG = 30.0
ROWS = Rows(("a",), [(1,)])


class Imagined(LendingCheck):
    """Gives the answer that is set, and waits before that while it is told to."""

    vendor = "imagined"

    def __init__(self, timeout: float = LONG) -> None:
        super().__init__("default", timeout)
        self.answer: Answer = ROWS
        self.asked: list[tuple[str, int, float]] = []
        self.closed = 0
        self.is_busy, self.may_go_on = threading.Event(), threading.Event()
        self.may_go_on.set()
        self.count = 1

    @property
    def connections(self) -> int:
        """As many as the test says."""
        return self.count

    def _look(self) -> Outcome:
        return Outcome(details={"left": self._deadline.left()})

    def _answer(self, sql: str, limit: int, deadline: Deadline) -> Answer:
        self.asked.append((sql, limit, deadline.left()))
        self.is_busy.set()
        assert self.may_go_on.wait(LONG)
        deadline.left()
        return self.answer

    def _end(self) -> None:
        self._deadline.cancel()
        self.may_go_on.set()

    def _close(self) -> None:
        self.closed += 1


def asked(check: Imagined, timeout: float = LONG, sql: str = "SELECT 1") -> Rows:
    """What a borrower is answered."""
    lender: Lender = check
    return lender.ask(sql, limit=7, timeout=timeout, borrower="borrower")


@contextmanager
def busy(check: Imagined) -> Iterator[list[Reason]]:
    """A borrower asks meanwhile; gives the reasons of its failures, which are there afterwards."""
    reasons: list[Reason] = []

    def ask() -> None:
        try:
            asked(check)
        except CheckFailed as failure:
            reasons.append(failure.reason)

    check.may_go_on.clear()
    asking = threading.Thread(target=ask)
    asking.start()
    assert check.is_busy.wait(LONG)
    yield reasons
    check.may_go_on.set()
    asking.join(LONG)


def test_it_is_the_check_of_an_alias() -> None:
    """It has all its time, in each run."""
    check = Imagined()
    assert (check.label, check.timeout) == ("database/default", LONG)
    for _ in range(2):
        left = check.check().details["left"]
        assert isinstance(left, float)
        assert LONG / 2 < left <= LONG
        check.cancel()  # of which the next run knows nothing


def test_a_question_is_answered() -> None:
    """Within the time of who asks."""
    check = Imagined()
    assert asked(check, 5.0) == ROWS
    ((sql, limit, left),) = check.asked
    assert (sql, limit) == ("SELECT 1", 7)
    assert 0 < left <= 5.0


def test_a_question_in_steps_has_none() -> None:
    """Where a database does not tell what it waits for; all else is as without."""
    check = Imagined()
    assert walked(check.ask_in_steps("SELECT 1", limit=7, timeout=5.0, borrower="borrower")) == (
        ROWS,
        [],
    )
    ((sql, limit, left),) = check.asked
    assert (sql, limit) == ("SELECT 1", 7)
    assert 0 < left <= 5.0


@pytest.mark.parametrize("answer", [MissingTableError(), CheckFailed(Reason.PERMISSION)])
def test_what_is_no_answer_is_raised(answer: MissingTableError | CheckFailed) -> None:
    """The connection is kept all the same."""
    check = Imagined()
    check.answer = answer
    with pytest.raises(type(answer)) as caught:
        asked(check)
    assert caught.value is answer
    assert check.closed == 0


def test_what_is_no_question_is_not_asked() -> None:
    """It does not even wait for its turn."""
    check = Imagined()
    with busy(check), pytest.raises(CheckFailed, match="has to begin with SELECT"):
        asked(check, sql="DELETE FROM t")
    assert len(check.asked) == 1


def test_one_asks_at_a_time() -> None:
    """Neither another borrower nor the check itself disturbs who asks."""
    check = Imagined(timeout=0.1)
    with busy(check) as reasons:
        for ask in (check.check, lambda: asked(check, 0.1)):
            with pytest.raises(CheckFailed, match="busy"):
                ask()
        check.cancel()
        check.cancel_for("another")
        check.close()
        assert check.closed == 0
    assert (reasons, check.closed) == ([], 1)
    assert check.check().status is Status.OK


def test_who_asks_can_be_cancelled() -> None:
    """By its own name."""
    check = Imagined()
    with busy(check) as reasons:
        check.cancel_for("borrower")
    assert reasons == [Reason.TIMEOUT]
    assert asked(check) == ROWS


@pytest.mark.parametrize(
    ("connections", "share", "answers"),
    [
        pytest.param(1, 0.9999, [ROWS], id="on the kept connection"),
        pytest.param(0, 0.25, [ROWS], id="with enough time for a new one"),
        pytest.param(0, 0.9999, [Reason.TIMEOUT], id="not with too little"),
    ],
)
def test_who_waited_goes_on(
    connections: int, share: float, answers: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """But opens no connection when whoever was waited for has used up the time for trying that."""
    monkeypatch.setattr(lending_check, "_TOO_LITTLE", share)
    check = Imagined()
    heard: list[object] = []

    def wait() -> None:
        try:
            heard.append(asked(check))
        except CheckFailed as failure:
            heard.append(failure.reason)

    with busy(check):
        waiting = threading.Thread(target=wait)
        waiting.start()
        waiting.join(0.1)
        check.count = connections
    waiting.join(LONG)
    assert heard == answers
