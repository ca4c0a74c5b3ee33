"""The environment variables that a project requires."""

from __future__ import annotations

import pytest

from django_health.checks.configuration.environment import EnvironmentCheck
from django_health.checks.configuration.families import MISSING_VARIABLES
from django_health.result import Outcome, Reason, Status

CANARY = "canary-Value"


def outcome_of(*names: str, **environ: str) -> Outcome:
    """The outcome for required variables in an environment."""
    outcome = EnvironmentCheck(names, environ).check()
    assert CANARY not in repr(outcome)
    return outcome


def missing(outcome: Outcome) -> float:
    """The only figure."""
    ((family, value, labels),) = outcome.measurements
    assert (family, labels) == (MISSING_VARIABLES, ())
    return value


def test_all_there_is_fine() -> None:
    """Values are not told."""
    outcome = outcome_of("API_KEY", "_B2", API_KEY=CANARY, _B2=CANARY)
    assert (outcome.status, outcome.message, missing(outcome)) == (Status.OK, "", 0)
    assert outcome.details == {"required": 2, "missing": [], "empty": []}


def test_the_check_itself_holds_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    """It looks into the environment of the process when it is asked."""
    check = EnvironmentCheck(["API_KEY"])
    monkeypatch.setenv("API_KEY", CANARY)
    assert check.check().status is Status.OK
    assert CANARY not in f"{vars(check)}"


def test_missing_and_empty_ones_are_an_error_that_names_them() -> None:
    """White space is no value."""
    outcome = outcome_of("A", "B", "C", "D", B="", C=" \n", D=CANARY)
    assert (outcome.status, outcome.reason) == (Status.ERROR, Reason.MISCONFIGURED)
    assert outcome.message == (
        "required environment variables are missing: A; "
        "required environment variables are empty: B, C"
    )
    assert outcome.details == {"required": 4, "missing": ["A"], "empty": ["B", "C"]}
    assert missing(outcome) == 3


@pytest.mark.parametrize("name", [f"TOKEN={CANARY}", f"{CANARY}!", "", "A\0", "1A", "ÄÖ", "A" * 65])
def test_what_is_no_name_is_not_repeated(name: str) -> None:
    """Somebody may have written the value beside the name."""
    outcome = outcome_of(name)
    assert outcome.message == "required environment variables are missing: ?"
    assert outcome.details["missing"] == ["?"]


def test_one_named_twice_counts_once() -> None:
    """The figure is a number of variables."""
    assert missing(outcome_of("A", "A")) == 1


def test_many_are_counted_and_the_first_are_named() -> None:
    """An answer stays small."""
    outcome = outcome_of(*(f"N{number}" for number in range(500)))
    assert missing(outcome) == 500
    assert outcome.details["missing"] == [*(f"N{number}" for number in range(20)), "..."]
    assert len(outcome.message) < 200


def test_the_environment_is_that_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is now, not as it was when the check was made."""
    monkeypatch.delenv("HEALTH_TEST_VARIABLE", raising=False)
    check = EnvironmentCheck(["HEALTH_TEST_VARIABLE"])
    assert check.check().status is Status.ERROR
    monkeypatch.setenv("HEALTH_TEST_VARIABLE", CANARY)
    assert check.check().status is Status.OK
