"""The one error boundary: whatever a check does becomes an outcome."""

from __future__ import annotations

import asyncio
import errno
import json
import logging
import re
import threading
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

import pytest

from django_health.engine.boundary import cancel, close, outcome_of
from django_health.failure import CheckFailed
from django_health.result import Outcome, Reason, Status
from sample_checks import Sample

CANARY = "canary-hunter2"


def _outcome(answer: Any) -> Outcome:
    """What comes of a check that returns an answer, or raises it."""

    def give() -> Outcome:
        if isinstance(answer, BaseException):
            raise answer
        return answer  # type: ignore[no-any-return]

    return outcome_of(Sample(answer=give))


def test_outcome_passes_as_it_is() -> None:
    """A check that speaks the engine's language is not translated."""
    outcome = Outcome(Status.WARNING, Reason.THRESHOLD, "nearly full", {"usage": 91.0})
    assert _outcome(outcome) == outcome


def test_failure_becomes_its_outcome() -> None:
    """The check knows why, and its sentence is kept."""
    outcome = _outcome(CheckFailed(Reason.READ_ONLY, "it takes no writes"))
    assert (outcome.status, outcome.reason, outcome.message) == (
        Status.ERROR,
        Reason.READ_ONLY,
        "it takes no writes",
    )


def test_error_of_the_system_is_explained_in_our_own_words() -> None:
    """The reason has its sentence; the error's text goes nowhere."""
    outcome = _outcome(ConnectionRefusedError(errno.ECONNREFUSED, CANARY))
    assert (outcome.status, outcome.reason) == (Status.ERROR, Reason.REFUSED)
    assert outcome.message == "the connection was refused"


def _boom(text: str) -> NoReturn:
    secret_on_the_stack = text
    raise RuntimeError(f"connection to postgres://user:{secret_on_the_stack}@db failed")


@pytest.mark.parametrize(
    ("limit", "message"), [(0.001, "no answer within 0.001 s"), (20.0, "no answer in time")]
)
def test_a_driver_that_gives_up_at_the_limit_says_what_the_engine_says(
    limit: float, message: str
) -> None:
    """It is chance which of the two is first; who gives up sooner has not waited as long."""

    def give_up() -> NoReturn:
        threading.Event().wait(0.002)
        raise TimeoutError

    outcome = outcome_of(Sample(answer=give_up, timeout=limit))
    assert (outcome.reason, outcome.message) == (Reason.TIMEOUT, message)


def test_unexplained_error_is_told_by_type_and_place_alone() -> None:
    """The text of an exception and the values on its stack may hold a password."""

    def answer() -> Outcome:
        _boom(CANARY)

    outcome = outcome_of(Sample(answer=answer))
    line = _boom.__code__.co_firstlineno + 2
    assert (outcome.status, outcome.reason) == (Status.ERROR, Reason.INTERNAL)
    assert outcome.message == f"the check itself failed: RuntimeError at test_boundary.py:{line}"
    assert CANARY not in repr(outcome)


@pytest.mark.parametrize(
    "error",
    [SystemExit(CANARY), KeyboardInterrupt(CANARY), GeneratorExit(), asyncio.CancelledError()],
    ids=lambda error: type(error).__name__,
)
def test_nothing_that_can_be_raised_gets_through(error: BaseException) -> None:
    """A thread that ended in a check would leave it under way for ever."""
    outcome = _outcome(error)
    assert (outcome.status, outcome.reason) == (Status.ERROR, Reason.INTERNAL)
    assert outcome.message.startswith(f"the check itself failed: {type(error).__name__} at ")
    assert CANARY not in repr(outcome)


def test_mapping_is_an_outcome_with_details() -> None:
    """Checks of users may return a dictionary: status, message, and the rest as details."""
    outcome = _outcome({"status": "warning", "message": "slow", "queue": 7})
    assert outcome == Outcome(Status.WARNING, None, "slow", {"queue": 7})


def test_mapping_with_an_error_has_a_reason() -> None:
    """An error without a reason would be missing from the error series."""
    assert _outcome({"status": Status.ERROR}).reason is Reason.UNAVAILABLE


@pytest.mark.parametrize(
    "answer", [{}, {"status": "fine"}, {"status": None}, {"status": CANARY}, {"status": 1}]
)
def test_mapping_without_a_known_status_is_an_error(answer: Mapping[str, object]) -> None:
    """An unknown status is no success, and the sentence lists the valid ones."""
    outcome = _outcome(answer)
    assert (outcome.status, outcome.reason) == (Status.ERROR, Reason.WRONG_ANSWER)
    assert outcome.message == "its status is none of skipped, ok, warning, error"


@pytest.mark.parametrize("answer", [None, True, CANARY, 5, [("status", "ok")]])
def test_answer_that_is_no_mapping_is_an_error(answer: object) -> None:
    """The sentence says what was returned by its type, not its value."""
    outcome = _outcome(answer)
    assert (outcome.status, outcome.reason) == (Status.ERROR, Reason.WRONG_ANSWER)
    assert re.search(rf"returned {type(answer).__name__} where a mapping", outcome.message)
    assert CANARY not in repr(outcome)


def test_mapping_that_raises_is_inside_the_boundary() -> None:
    """What a check returns is as little trusted as what it does."""

    class Trap(Mapping[str, object]):
        def __getitem__(self, key: str) -> object:
            raise RuntimeError(CANARY)

        def __iter__(self) -> NoReturn:
            raise RuntimeError(CANARY)

        def __len__(self) -> int:
            return 1

    outcome = _outcome(Trap())
    assert outcome.reason is Reason.INTERNAL
    assert CANARY not in repr(outcome)


class _UnlookableError(Exception):
    """Raises whenever it is looked at."""

    def __getattribute__(self, name: str) -> NoReturn:
        raise RuntimeError(CANARY)


class _Twisted(CheckFailed):
    """A failure that does not know how to be told."""

    def __init__(self) -> None:
        super().__init__(Reason.DNS)
        self.details = {1: 1}.keys()  # type: ignore[assignment]

    def outcome(self) -> NoReturn:
        raise SystemExit(CANARY)


def _with_a_false_cause() -> Exception:
    error = ValueError(CANARY)
    error.original_exception = CANARY  # type: ignore[attr-defined]
    return error


@pytest.mark.parametrize("make", [_UnlookableError, _Twisted, _with_a_false_cause])
def test_exception_that_cannot_be_looked_at_is_inside_the_boundary(
    make: Callable[[], Exception],
) -> None:
    """A thread that ended in explaining it would leave its check under way for ever."""
    outcome = _outcome(make())
    assert outcome.status is Status.ERROR
    assert outcome.reason in (Reason.INTERNAL, Reason.WRONG_ANSWER)
    assert CANARY not in repr(outcome)


def test_details_can_be_rendered_whatever_they_are() -> None:
    """No check can spoil the document on which the others are."""
    cycle: dict[object, object] = {"status": "ok", ("a",): object(), "n": float("nan")}
    cycle["cycle"] = cycle
    assert json.dumps(_outcome(cycle).details, allow_nan=False)
    assert json.dumps(_outcome(Outcome(details={"c": cycle})).details, allow_nan=False)


def test_endless_recursion_is_inside_the_boundary() -> None:
    """The stack is there again when the exception is explained."""

    def dig() -> Outcome:
        return dig()

    assert outcome_of(Sample(answer=dig)).reason is Reason.INTERNAL


@pytest.mark.parametrize(("tell", "method"), [(cancel, "cancel"), (close, "close")])
@pytest.mark.parametrize("error", [RuntimeError(CANARY), SystemExit(CANARY)], ids=repr)
def test_check_that_cannot_be_told_is_logged_by_type(
    tell: Any,
    method: str,
    error: BaseException,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A check that raises when told to end is a warning, and nothing of its text is told."""
    check = Sample("cache", "default")

    def fail() -> NoReturn:
        raise error

    monkeypatch.setattr(check, method, fail)
    with caplog.at_level(logging.DEBUG):
        tell(check)
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    said = f"cache/default: {method}() failed: {type(error).__name__} at test_boundary.py:"
    assert record.getMessage().startswith(said)
    assert CANARY not in caplog.text


def test_check_is_told_once_and_silently() -> None:
    """Telling a check to end or to give back passes through."""
    check = Sample()
    cancel(check)
    close(check)
    assert (check.cancelled, check.closed) == (1, 1)


def test_what_may_pass_passes() -> None:
    """In a thread that is not the engine's, its end is not the check's; all else is bounded."""

    def end() -> Outcome:
        raise SystemExit(3)

    assert outcome_of(Sample(answer=end), passing=(KeyboardInterrupt,)).reason is Reason.INTERNAL
    with pytest.raises(SystemExit):
        outcome_of(Sample(answer=end), passing=(SystemExit,))
