"""What a check returned or raised, as a sound outcome that can be shown whatever it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice

from django_health.failure import SENTENCES, CheckFailed, described, lack_behind, reason_of
from django_health.json_ready import ENTRIES, json_ready, one_line
from django_health.result import Measurement, Outcome, Reason, Status

_STATUSES = {status.value: status for status in Status}
_REASONS = {reason.value: reason for reason in Reason}


def outcome_from(answer: object, *, is_final: bool = False) -> Outcome:
    """Return an outcome, or a mapping with ``status`` and further keys, as a sound outcome.

    Of a mapping ``message`` is the sentence for people, ``reason`` the reason if it is one of
    :class:`~django_health.result.Reason`, and any further key is a detail. Anything else is
    an error with reason ``wrong_answer``. The details are a copy: the check may go on with its own.

    Args:
        answer: What the check returned.
        is_final: Whether the check will leave the details of an outcome alone, so that they need
            no copy; then they are not yet fit to be shown.
    """
    if isinstance(answer, Outcome):
        if is_final and _is_plain(answer):
            return answer
        sound = _final if is_final else _sound
        return sound(
            answer.status, answer.reason, answer.message, answer.details, answer.measurements
        )
    if not isinstance(answer, Mapping):
        return wrong_answer(f"it returned {type(answer).__name__} where a mapping was expected")
    details = dict(islice(answer.items(), ENTRIES))
    status, message = details.pop("status", None), details.pop("message", "")
    reason = details.get("reason")
    if isinstance(reason, str) and reason in _REASONS:
        del details["reason"]
    else:
        reason = None
    return _sound(status, reason, message, details, ())


def _is_plain(outcome: Outcome) -> bool:
    """Whether it is sound as it stands: most are, and to make each anew takes longer."""
    return (
        type(outcome) is Outcome
        and outcome.status is Status.OK
        and outcome.reason is None
        and type(outcome.message) is str
        and not outcome.message
        and type(outcome.details) is dict
        and type(outcome.measurements) is tuple
        and {Measurement}.issuperset(map(type, outcome.measurements))
    )


def outcome_of_error(error: BaseException) -> Outcome:
    """Return an exception as an outcome.

    One that nobody explained is told by its type and the place in the code alone: its text and the
    values on its stack may hold a password.
    """
    outcome = _outcome_of_error(error)
    if outcome.reason is not None and (sentence := lack_behind(error, outcome.reason)):
        return replace(outcome, reason=Reason.INTERNAL, message=sentence)
    return outcome


def _outcome_of_error(error: BaseException) -> Outcome:
    if isinstance(error, CheckFailed):
        return outcome_from(told_by(error))
    if reason := reason_of(error):
        return Outcome(Status.ERROR, reason, SENTENCES[reason])
    message = f"{SENTENCES[Reason.INTERNAL]}: {one_line(described(error))}"
    return Outcome(Status.ERROR, Reason.INTERNAL, message)


def told_by(failure: CheckFailed) -> Outcome:
    """Return a failure as the outcome that it describes, unproven.

    Its message is what it was made with: where that is another exception and no text, it will be
    shown by its type.
    """
    message = failure.args[0] if failure.args else ""
    reason = failure.reason if failure.status is Status.ERROR else None
    return Outcome(failure.status, reason, message, failure.details, failure.measurements)


def wrong_answer(message: str, details: Mapping[str, object] | None = None) -> Outcome:
    """Return the outcome of a check that returned nonsense."""
    return Outcome(Status.ERROR, Reason.WRONG_ANSWER, one_line(message), details or {})


def _sound(
    status: object, reason: object, message: object, details: object, measurements: object
) -> Outcome:
    outcome = _final(status, reason, message, details, measurements)
    return replace(outcome, details=json_ready(outcome.details))


def _final(
    status: object, reason: object, message: object, details: object, measurements: object
) -> Outcome:
    known = _STATUSES.get(status) if isinstance(status, str) else None
    if known is None:
        return wrong_answer(f"its status is none of {', '.join(Status)}")
    why = _REASONS.get(reason) if isinstance(reason, str) else None
    if why is None and reason is not None:
        return wrong_answer(f"its reason is none of {', '.join(Reason)}")
    if why is None and known is Status.ERROR:
        why = Reason.UNAVAILABLE
    if not isinstance(details, Mapping):
        return wrong_answer(f"its details are {type(details).__name__} and no mapping")
    if not isinstance(measurements, tuple) or not {Measurement}.issuperset(map(type, measurements)):
        return wrong_answer("its measurements are no tuple of measurements")
    line = "" if message == "" else one_line(message)
    return Outcome(known, why, line, details, measurements)
