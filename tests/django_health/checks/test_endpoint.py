"""What all checks of declared endpoints do alike."""

from __future__ import annotations

import pytest

from django_health.checks.endpoint import EndpointCheck, Figures, _own_time
from django_health.failure import CheckFailed
from django_health.network.deadline import Deadline
from django_health.result import Family, Outcome, Reason, Status
from django_health.settings.declarations import Declaration
from endpoint_listeners import failed, figures, succeeded

GAUGE = Family("django_health_test_seconds", "A test.", ("endpoint",))
MOMENT = Family("django_health_test_timestamp_seconds", "A test.", ("endpoint",))


class PlainCheck(EndpointCheck):
    """Does what it is given.

    Args:
        declaration: Says when and how long.
        error: What a run raises, if anything.
        outcome: What a run returns, if anything.
    """

    name = "plain"

    def __init__(
        self,
        declaration: Declaration | None = None,
        error: Exception | None = None,
        outcome: Outcome | None = None,
    ) -> None:
        super().__init__("name", declaration or Declaration(), 10.0)
        self.error = error
        self.outcome = outcome
        self.left = 0.0

    def ask(self, deadline: Deadline, figures: Figures) -> Outcome | None:
        """Note a figure and end as told."""
        self.left = deadline.left()
        figures.add("seconds", 2.5, GAUGE)
        figures.add_time("end", 0, MOMENT)
        figures.add_time("never", None, MOMENT)
        if self.error:
            raise self.error
        return self.outcome


def test_what_was_learnt_is_told_of_a_good_run() -> None:
    """For people and for Prometheus; a moment in words and in Unix seconds, if there is one."""
    outcome = succeeded(PlainCheck())
    assert outcome.details == {"seconds": 2.5, "end": "1970-01-01T00:00:00+00:00"}
    assert figures(outcome) == {GAUGE.name: 2.5, MOMENT.name: 0}


def test_what_was_learnt_is_told_of_a_failed_run_too() -> None:
    """Together with what the failure itself knows."""
    error = CheckFailed(Reason.AUTH, "no", details={"more": 1}, measurements=(GAUGE(1, "name"),))
    failure = failed(PlainCheck(error=error))
    assert (failure.reason, str(failure)) == (Reason.AUTH, "no")
    assert failure.details == {"seconds": 2.5, "end": "1970-01-01T00:00:00+00:00", "more": 1}
    assert [one.value for one in failure.measurements] == [2.5, 0, 1]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ConnectionRefusedError(111, "x"), Reason.REFUSED),
        (TimeoutError(), Reason.TIMEOUT),
        (UnicodeEncodeError("idna", "x", 0, 1, "label too long"), Reason.DNS),
    ],
)
def test_errors_of_the_system_are_explained(error: Exception, reason: Reason) -> None:
    """By reasons and our own sentences."""
    assert failed(PlainCheck(error=error)).reason is reason


def test_what_nobody_can_explain_is_left_to_the_engine() -> None:
    """It is the only boundary of errors."""
    with pytest.raises(ZeroDivisionError):
        PlainCheck(error=ZeroDivisionError()).check()


def test_a_run_may_say_that_there_was_nothing_to_ask() -> None:
    """Its outcome is taken as it is."""
    skipped = Outcome(Status.SKIPPED)
    assert PlainCheck(outcome=skipped).check() is skipped


def test_the_declaration_says_when_and_how_long() -> None:
    """Its timeout wins; what it leaves out is as usual."""
    check = PlainCheck(Declaration(timeout=2, min_interval=60, critical=False))
    assert (check.target, check.timeout, check.min_interval) == ("name", 2, 60)
    assert not check.critical
    usual = PlainCheck()
    assert (usual.timeout, usual.min_interval, usual.critical) == (10.0, 0, True)


def test_a_run_ends_itself_shortly_before_the_engine_does() -> None:
    """So that what it has learnt is not lost; a tenth of a short time, never more than a bit."""
    for timeout, own in ((1000.0, 999.75), (20.0, 19.75), (2.0, 1.8)):
        assert _own_time(timeout) == pytest.approx(own)
    check = PlainCheck(Declaration(timeout=1000.0))
    check.check()
    assert 900 < check.left <= 999.75
