"""What an answer means."""

from __future__ import annotations

import dataclasses

import pytest

from django_health.result import (
    Family,
    Figure,
    Kind,
    Measurement,
    Outcome,
    Reason,
    Status,
    Summary,
    measurements_of,
)
from sample_checks import report_of, result_of

CONNECTIONS = Family("django_health_connections", "Connections.", ("database",))


def test_statuses_rise_from_skipped_to_error() -> None:
    """The order of the states is the order of their severity."""
    by_severity = sorted(Status, key=lambda status: status.severity)
    assert by_severity == [Status.SKIPPED, Status.OK, Status.WARNING, Status.ERROR]


def test_only_ok_and_warning_work() -> None:
    """A warning is no failure; a skipped check proves nothing."""
    assert {status for status in Status if status.works} == {Status.OK, Status.WARNING}


def test_reasons_are_the_closed_list() -> None:
    """A new reason is a new label value, so that it has to be added here too."""
    assert [reason.value for reason in Reason] == [
        "timeout",
        "refused",
        "dns",
        "tls",
        "auth",
        "permission",
        "too_many_connections",
        "read_only",
        "unavailable",
        "wrong_answer",
        "misconfigured",
        "threshold",
        "internal",
    ]


def test_family_makes_measurements_with_float_values() -> None:
    """Calling a family gives a sample of it, whatever number it is given."""
    family, value, labels = CONNECTIONS(True, "default")
    assert (family, value, labels) == (CONNECTIONS, 1.0, ("default",))
    assert type(value) is float


def test_family_refuses_wrong_number_of_labels() -> None:
    """A label too many or too few is a mistake of the check, told with the names."""
    with pytest.raises(ValueError, match=r"connections takes the labels \('database',\)"):
        CONNECTIONS(5)
    with pytest.raises(ValueError, match="connections"):
        CONNECTIONS(5, "default", "idle")


def test_figures_become_what_their_families_make_of_them() -> None:
    """In their order, also of several families, and none of none."""
    states = Family("django_health_states", "States.", ("database", "state"))
    figures: list[Figure] = [
        (CONNECTIONS, 5, ("default",)),
        (states, True, ("default", "idle")),
        (Family("django_health_x", "X."), 0.5, ()),
    ]
    found = measurements_of(figures)
    assert found == tuple(family(value, *labels) for family, value, labels in figures)
    assert {(type(one), type(one.value)) for one in found} == {(Measurement, float)}
    assert found[1].labels == ("default", "idle")
    assert measurements_of([]) == ()


@pytest.mark.parametrize("labels", [(), ("default", "idle")])
def test_figures_with_a_wrong_number_of_labels(labels: tuple[str, ...]) -> None:
    """They are refused, wherever they stand among others."""
    good: Figure = (CONNECTIONS, 5, ("default",))
    for figures in ([(CONNECTIONS, 5, labels), good], [good, good, (CONNECTIONS, 5, labels)]):
        with pytest.raises(ValueError, match=r"connections takes the labels \('database',\)"):
            measurements_of(figures)


def test_family_is_a_gauge_unless_it_says_otherwise() -> None:
    """Most figures are gauges without labels."""
    family = Family("django_health_x", "X.")
    assert (family.kind, family.labels) == (Kind.GAUGE, ())


def test_outcome_is_ok_by_default_and_cannot_change() -> None:
    """What a check said stays said."""
    outcome = Outcome()
    assert (outcome.status, outcome.reason, outcome.message) == (Status.OK, None, "")
    with pytest.raises(dataclasses.FrozenInstanceError):
        outcome.status = Status.ERROR  # type: ignore[misc]


@pytest.mark.parametrize(
    ("place", "label"),
    [
        (("system", "", ""), "system"),
        (("system", "", "cpu"), "system/cpu"),
        (("cache", "default", "10.0.0.1:6379"), "cache/default/10.0.0.1:6379"),
    ],
)
def test_label_leaves_out_what_there_is_not(place: tuple[str, str, str], label: str) -> None:
    """A result is called by its component, target and part."""
    assert result_of(*place).label == label


def test_summary_takes_status_reason_and_message_of_the_worst() -> None:
    """The first of the worst parts speaks for all."""
    summary = Summary(
        (
            result_of("cache", "a", status=Status.WARNING, reason=Reason.THRESHOLD, message="w"),
            result_of("cache", "b", status=Status.ERROR, reason=Reason.REFUSED, message="first"),
            result_of("cache", "c", status=Status.ERROR, reason=Reason.DNS, message="second"),
            result_of("cache", "d"),
        )
    )
    assert (summary.status, summary.reason, summary.message) == (
        Status.ERROR,
        Reason.REFUSED,
        "first",
    )


def test_summary_names_every_reason_once() -> None:
    """Two parts with the same reason give it once, in the order of the parts."""
    reasons = (Reason.DNS, Reason.REFUSED, None, Reason.DNS)
    summary = Summary(tuple(result_of("cache", reason=reason) for reason in reasons))
    assert summary.reasons == (Reason.DNS, Reason.REFUSED)


def test_summary_takes_the_longest_duration() -> None:
    """Parts run at the same time, so that the slowest decides."""
    summary = Summary((result_of("cache", duration=0.1), result_of("cache", duration=0.3)))
    assert summary.duration == 0.3


@pytest.mark.parametrize(
    ("times", "expected"),
    [((5.0, 3.0), 3.0), ((5.0, None), None), ((None, None), None), ((7.0,), 7.0)],
)
def test_last_success_is_when_all_parts_had_worked(
    times: tuple[float | None, ...], expected: float | None
) -> None:
    """A part that never worked means that the whole never worked."""
    summary = Summary(tuple(result_of("cache", last_success=time) for time in times))
    assert summary.last_success == expected


def test_last_success_does_not_wait_for_skipped_parts() -> None:
    """What is never asked can never succeed."""
    summary = Summary(
        (result_of("cache", last_success=9.0), result_of("cache", status=Status.SKIPPED))
    )
    assert summary.last_success == 9.0


def test_measurements_come_in_the_order_of_the_parts() -> None:
    """A summary's figures are those of its parts."""
    first, second = CONNECTIONS(1, "a"), CONNECTIONS(2, "b")
    summary = Summary(
        (
            result_of("database", "a", measurements=(first,)),
            result_of("database", "b", measurements=(second,)),
        )
    )
    assert list(summary.measurements()) == [first, second]


def test_report_of_nothing_is_ok() -> None:
    """Where nothing is watched nothing is wrong."""
    assert report_of().status is Status.OK


def test_report_of_skipped_checks_alone_is_ok() -> None:
    """Skipped is no state of the whole."""
    assert report_of(result_of("cache", status=Status.SKIPPED)).status is Status.OK


def test_error_of_an_uncritical_check_only_warns() -> None:
    """The whole is unhealthy for critical checks alone."""
    uncritical = result_of("mail", status=Status.ERROR, critical=False)
    assert report_of(uncritical, result_of("database")).status is Status.WARNING
    assert report_of(uncritical).components["mail"].status is Status.ERROR


def test_error_of_a_critical_check_fails_the_whole() -> None:
    """One critical error among uncritical ones decides."""
    critical = result_of("database", status=Status.ERROR)
    uncritical = result_of("mail", status=Status.ERROR, critical=False)
    assert report_of(uncritical, critical).status is Status.ERROR


def test_components_and_targets_keep_the_order_of_the_checks() -> None:
    """Results are grouped by component, then by target."""
    report = report_of(
        result_of("database", "replica"),
        result_of("cache", "default", "a:1"),
        result_of("database", "default"),
        result_of("cache", "default", "b:2"),
    )
    assert list(report.components) == ["database", "cache"]
    assert list(report.targets("database")) == ["replica", "default"]
    assert [result.part for result in report.targets("cache")["default"].results] == ["a:1", "b:2"]


def test_targets_of_a_component_that_was_not_asked_are_none() -> None:
    """Asking the caches alone says nothing about databases."""
    assert report_of(result_of("cache", "default")).targets("database") == {}


def test_result_of_this_request_has_no_age() -> None:
    """What ended while the request waited is new."""
    report = report_of()
    assert report.age(result_of("cache", age=0.04)) == 0.0
    begun = report.now - report.duration
    for finished, age in ((begun, 0.0), (begun - 1.0, report.duration + 1.0)):
        result = dataclasses.replace(result_of("cache"), finished=finished)
        assert report.is_kept(result) is (age > 0)
        assert report.age(result) == pytest.approx(age)


def test_result_from_before_the_request_tells_its_age() -> None:
    """A kept result is as old as it is, counted to the report."""
    report, kept = report_of(), result_of("cache", age=12.5)
    assert report.is_kept(kept)
    assert report.age(kept) == 12.5
