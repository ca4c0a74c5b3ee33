"""The output of a plugin."""

from __future__ import annotations

import re

import pytest

from django_health.result import Reason, Status
from django_health.settings import HealthSettings
from django_health.terminal.nagios import LONGEST, nagios_text, nagios_unknown
from sample_checks import report_of, result_of

SETTINGS = HealthSettings()
FINE = result_of("database", "default", duration=0.0012)
GONE = result_of(
    "cache", "default", status=Status.ERROR, reason=Reason.REFUSED, message="it was | refused"
)
FULL = result_of(
    "system",
    part="disk",
    status=Status.WARNING,
    reason=Reason.THRESHOLD,
    message="86 % are used",
    details={"usage": 86.5},
)


def test_the_whole_then_what_is_wrong() -> None:
    """The figures stand behind the first bar, and there is no other."""
    gone = "cache/default: refused: it was / refused"
    full = "system/disk: threshold: 86 % are used"
    figures = (
        "time=0.045000s;;;0 'database/default'=0.001200s;;;0 'cache/default'=0.020000s;;;0 "
        "'system/disk'=0.020000s;;;0 'system/disk usage'=86.5%;85;95;0;100"
    )
    assert nagios_text(report_of(FINE, GONE, FULL), SETTINGS).splitlines() == [
        f"HEALTH CRITICAL: 1 error, 1 warning, 1 ok: {gone}; {full} | {figures}",
        gone,
        full,
    ]


@pytest.mark.parametrize(("fail_on", "word"), [(Status.WARNING, "WARNING"), (Status.ERROR, "OK")])
def test_the_word_is_that_of_the_exit_code(fail_on: Status, word: str) -> None:
    """Or the two would contradict each other on the screen."""
    assert nagios_text(report_of(FULL), SETTINGS, fail_on).startswith(f"HEALTH {word}: ")


def test_nothing_asked_is_unknown() -> None:
    """With the one figure that there is."""
    skipped = result_of("celery", status=Status.SKIPPED)
    told = nagios_text(report_of(skipped), SETTINGS)
    assert told == "HEALTH UNKNOWN: 1 skipped | time=0.045000s;;;0\n"


def test_what_cannot_be_asked_is_unknown() -> None:
    """In a line."""
    assert nagios_unknown("a | b\nc") == "HEALTH UNKNOWN: a / b c\n"


def test_a_usage_of_others_has_no_thresholds_of_the_host() -> None:
    """A custom check may have one, too."""
    told = nagios_text(report_of(result_of("queue", details={"usage": 3})), SETTINGS)
    assert "'queue usage'=3%;;;0;100" in told


def test_what_one_run_cannot_judge_has_no_thresholds() -> None:
    """Or a graph would have a line that the state does not follow."""
    told = nagios_text(report_of(result_of("system", part="cpu", details={"usage": 99})), SETTINGS)
    assert told.startswith("HEALTH OK: ")
    assert "'system/cpu usage'=99%;;;0;100" in told


def test_labels_that_are_cut_are_still_two() -> None:
    """Figures of the same label would be one for those that draw them."""
    two = [result_of("cache", "a" * 300 + end) for end in "bc"]
    figures = nagios_text(report_of(*two), SETTINGS).partition(" | ")[2].split()[1:]
    labels = [figure.partition("=")[0] for figure in figures]
    assert len(set(labels)) == 2
    assert all(len(label) == 102 for label in labels)


def test_labels_cannot_end_their_quotes() -> None:
    """An alias is whatever somebody wrote."""
    told = nagios_text(report_of(result_of("cache", "it's=a|b\nc")), SETTINGS)
    assert "'cache/it_s_a/b c'=0.020000s" in told
    assert told.count("|") == 1


def test_a_thousand_checks_fit_into_what_is_read() -> None:
    """Whole lines and whole figures, and no more of them than fit."""
    ill = [
        result_of("cache", f"é{n}", status=Status.ERROR, reason=Reason.TIMEOUT, message="ü" * 300)
        for n in range(1000)
    ]
    told = nagios_text(report_of(*ill), SETTINGS)
    assert len(told.encode()) <= LONGEST < 4096
    first, *lines = told.splitlines()
    assert "1000 errors" in first
    for figure in first.partition(" | ")[2].split(" "):
        assert re.fullmatch(r"(time|'cache/é\d+')=\d+\.\d{6}s;;;0", figure)
    assert all(line.endswith("ü") for line in lines)
