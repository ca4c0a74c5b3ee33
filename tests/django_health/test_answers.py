"""What a check returned or raised, as a sound outcome."""

from __future__ import annotations

import errno
from dataclasses import replace
from typing import Any

import pytest

from django_health.answers import outcome_from, outcome_of_error, told_by, wrong_answer
from django_health.descriptors import lack
from django_health.failure import CheckFailed
from django_health.result import Family, Outcome, Reason, Status

CANARY = "canary-hunter2"
FAMILY = Family("django_health_sample", "A sample.")


def test_outcome_keeps_what_it_says() -> None:
    """A check that speaks the engine's language is not translated."""
    outcome = Outcome(Status.WARNING, Reason.THRESHOLD, "nearly full", {"a": 1.0}, (FAMILY(1),))
    assert outcome_from(outcome) == outcome


def test_outcome_of_a_check_that_is_well() -> None:
    """It needs no second one, except for the details of a check that may go on with its own."""
    outcome = Outcome(details={"a": 1}, measurements=(FAMILY(1),))
    assert outcome_from(outcome, is_final=True) is outcome
    assert outcome_from(outcome) is not outcome


class _Larger(Outcome):
    """An outcome that may say more than one."""


class _Text(str):
    """A text that may do more than one."""

    __slots__ = ()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"status": "ok"}, ""),
        ({"message": None}, "NoneType"),
        ({"message": _Text()}, ""),
        ({"message": "two\nlines"}, "two lines"),
    ],
)
def test_outcome_of_a_check_that_is_nearly_well(change: dict[str, Any], message: str) -> None:
    """It is made anew, of what is plain alone."""
    for made in (Outcome(), _Larger()):
        found = outcome_from(replace(made, **change), is_final=True)
        assert (type(found), type(found.message)) == (Outcome, str)
        assert found.status is Status.OK
        assert found.message == message
    assert type(outcome_from(_Larger(), is_final=True)) is Outcome


def test_details_are_copied() -> None:
    """The check may go on with its own mapping while it is shown."""
    details = {"a": 1}
    for found in (outcome_from(Outcome(details=details)), outcome_from({"status": "ok", "d": 1})):
        assert found.details is not details


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"status": "fine"}, "its status is none of skipped, ok, warning, error"),
        ({"status": None}, "its status is none of skipped, ok, warning, error"),
        ({"reason": CANARY}, "its reason is none of timeout, refused"),
        ({"reason": 5}, "its reason is none of timeout, refused"),
        ({"details": None}, "its details are NoneType and no mapping"),
        ({"details": [CANARY]}, "its details are list and no mapping"),
        ({"measurements": [FAMILY(1)]}, "its measurements are no tuple of measurements"),
        ({"measurements": (CANARY,)}, "its measurements are no tuple of measurements"),
        ({"measurements": None}, "its measurements are no tuple of measurements"),
    ],
)
@pytest.mark.parametrize("is_final", [False, True])
def test_outcome_that_is_none_is_a_wrong_answer(
    change: dict[str, Any], said: str, *, is_final: bool
) -> None:
    """What would fail when it is shown is an error where it comes from."""
    found = outcome_from(replace(Outcome(), **change), is_final=is_final)
    assert (found.status, found.reason) == (Status.ERROR, Reason.WRONG_ANSWER)
    assert found.message.startswith(said)
    assert CANARY not in repr(found)


@pytest.mark.parametrize("is_final", [False, True])
def test_texts_count_as_the_states_and_reasons_that_they_spell(*, is_final: bool) -> None:
    """They become the members themselves, for these are compared by identity."""
    loose: Any = {"status": "error", "reason": "dns"}
    found = outcome_from(replace(Outcome(), **loose), is_final=is_final)
    assert found.status is Status.ERROR
    assert found.reason is Reason.DNS
    loose = {"status": "ok", "reason": "dns"}
    found = outcome_from(replace(Outcome(), **loose), is_final=is_final)
    assert (found.status, found.reason) == (Status.OK, Reason.DNS)
    loose = {"status": "ok", "message": RuntimeError(CANARY)}
    found = outcome_from(replace(Outcome(), **loose), is_final=is_final)
    assert found.status is Status.OK
    assert CANARY not in found.message


@pytest.mark.parametrize("is_final", [False, True])
def test_error_without_a_reason_is_unavailable(*, is_final: bool) -> None:
    """It would be missing from the error series."""
    found = outcome_from(Outcome(Status.ERROR), is_final=is_final)
    assert found.reason is Reason.UNAVAILABLE


def test_mapping_may_give_its_reason() -> None:
    """One of the closed list is the reason; any other text is a detail."""
    found = outcome_from({"status": "error", "reason": "timeout", "a": 1})
    assert (found.reason, found.details) == (Reason.TIMEOUT, {"a": 1})
    found = outcome_from({"status": "ok", "reason": "sunshine"})
    assert (found.reason, found.details) == (None, {"reason": "sunshine"})


@pytest.mark.parametrize("status", [[], {}, 1, b"ok", CANARY, "OK"])
def test_mapping_with_another_status_is_a_wrong_answer(status: object) -> None:
    """Whatever stands there, also what cannot be looked up."""
    found = outcome_from({"status": status})
    assert found.reason is Reason.WRONG_ANSWER
    assert CANARY not in repr(found)


def test_message_is_one_line_of_text() -> None:
    """It stands in logs; and an exception in its place is told by its type."""
    assert outcome_from({"status": "ok", "message": "a\nb"}).message == "a b"
    found = outcome_from({"status": "error", "message": RuntimeError(CANARY)})
    assert found.message == "RuntimeError"


def test_exception_in_the_place_of_a_sentence_is_told_by_its_type() -> None:
    """``CheckFailed(reason, error)`` is an easy mistake, and the error may quote a password."""
    mistake: Any = RuntimeError(CANARY)
    found = outcome_of_error(CheckFailed(Reason.REFUSED, mistake, details={"error": mistake}))
    assert (found.reason, found.message) == (Reason.REFUSED, "RuntimeError")
    assert CANARY not in repr(found)


def test_failure_is_told_with_all_it_knows() -> None:
    """Details and measurements that are known all the same."""
    failure = CheckFailed(Reason.DNS, "no", details={"a": 1}, measurements=(FAMILY(1),))
    assert told_by(failure) == Outcome(Status.ERROR, Reason.DNS, "no", {"a": 1}, (FAMILY(1),))


def test_unexplained_error_is_told_by_its_type() -> None:
    """Never by its text."""
    found = outcome_of_error(ValueError(CANARY))
    assert (found.reason, found.message) == (
        Reason.INTERNAL,
        "the check itself failed: ValueError",
    )


def test_lack_of_descriptors_is_told_as_such() -> None:
    """As the exporter's own, whatever the check took it for; what is known besides is kept."""
    failure = CheckFailed(Reason.TLS, "no", details={"a": 1}, measurements=(FAMILY(1),))
    failure.__context__ = OSError(errno.EMFILE, CANARY)
    expected = Outcome(Status.ERROR, Reason.INTERNAL, lack(errno.EMFILE), {"a": 1}, (FAMILY(1),))
    assert outcome_of_error(failure) == expected


def test_wrong_answer_keeps_the_details() -> None:
    """What else the check said may explain it."""
    found = wrong_answer("a\nb", {"c": 1})
    assert found == Outcome(Status.ERROR, Reason.WRONG_ANSWER, "a b", {"c": 1})
