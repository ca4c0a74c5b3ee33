"""What answers say that is missing."""

from __future__ import annotations

from django_health.doctor.answers import findings_of
from django_health.doctor.finding import Finding, Level
from django_health.doctor.way import Way
from django_health.result import CheckResult, Reason, Status
from sample_checks import report_of, result_of


def found(*results: CheckResult, ways: dict[str, Way] | None = None) -> list[Finding]:
    """What is found in a report of these."""
    return list(findings_of(report_of(*results), ways or {}))


def test_nothing_is_missing_where_all_is_well() -> None:
    """No finding for what works."""
    assert found(result_of("database", "default")) == []


def test_errors_and_warnings() -> None:
    """An error of what is not critical only warns."""
    results = (
        result_of("cache", "a", status=Status.ERROR, reason=Reason.REFUSED, message="no"),
        result_of("cache", "b", status=Status.ERROR, reason=Reason.AUTH, critical=False),
        result_of("payments", status=Status.WARNING, message="it is slow"),
    )
    error, uncritical, warning = found(*results)
    assert (error.level, error.place, error.what) == (Level.ERROR, "cache/a", "refused: no")
    assert uncritical.level is Level.WARNING
    assert warning == Finding(Level.WARNING, "payments", "it is slow", "")


def test_the_way_is_told_with_the_failure() -> None:
    """Its remedy is the better one, where it found something."""
    ill = result_of("cache", "a", status=Status.ERROR, reason=Reason.TIMEOUT, message="no answer")
    (blocked,) = found(ill, ways={"cache/a": Way("nothing listens at h:1", "start it")})
    assert blocked.what == "timeout: nothing listens at h:1"
    assert blocked.remedy == "start it"
    (well,) = found(ill, ways={"cache/a": Way("the network is well")})
    assert well.what == "timeout: no answer; the network is well"
    assert "overloaded" in well.remedy


def test_privileges_are_one_finding_with_all_grants() -> None:
    """And the command that prints the rest."""
    missing = ["a, b: GRANT one TO <the user>", "c: GRANT two TO <the user>", "unknown"]
    ill = result_of("database", "default", details={"missing_privileges": missing})
    (finding,) = found(ill)
    assert finding.level is Level.WARNING
    assert finding.what == "the server keeps from this user: a, b, c, unknown"
    assert finding.remedy.startswith("GRANT one TO <the user>; GRANT two TO <the user> (")
    assert "django-health-exporter grants database/default" in finding.remedy


def test_privileges_that_the_failure_says_already() -> None:
    """The migrations that nobody may read are one finding."""
    ill = result_of(
        "migrations",
        "default",
        status=Status.WARNING,
        reason=Reason.PERMISSION,
        details={"missing_privileges": ["migrations: GRANT SELECT ON django_migrations"]},
    )
    (finding,) = found(ill)
    assert "django_migrations" in finding.remedy


def test_what_is_left_out_is_noted() -> None:
    """Questions that take too long, and those that a server does not know."""
    result = result_of(
        "database", "a", details={"too_slow": ["size_bytes"], "not_measured": ["x: SQLSTATE 42"]}
    )
    notes = found(result, result_of("cache", "b", status=Status.SKIPPED, message="in memory"))
    assert [note.level for note in notes] == [Level.NOTE] * 3
    assert "SQLSTATE 42" in notes[0].what
    assert "size_bytes" in notes[1].what
    assert notes[2].what == "is not asked: in memory"


def test_many_figures_are_counted() -> None:
    """A sentence has an end."""
    missing = [f"figure{number}: GRANT x" for number in range(9)]
    (finding,) = found(result_of("database", "a", details={"missing_privileges": missing}))
    assert finding.what.endswith("figure5 and 3 more")


def test_texts_of_others_are_masked() -> None:
    """A custom check may put anything into its message."""
    ill = result_of("payments", status=Status.ERROR, message="https://u:canary@h refused")
    assert "canary" not in str(found(ill))
