"""The figures of one run."""

from __future__ import annotations

from django_health.databases import families
from django_health.databases.postgresql.figures import Figures
from django_health.result import Status


def figures() -> Figures:
    """An empty collection."""
    return Figures("default", "15.4", 150004, "<somebody>")


def test_it_begins_with_the_engine() -> None:
    """Engine and version are told in any case."""
    outcome = figures().outcome()

    assert families.INFO(1, "default", "postgresql", "15.4") in outcome.measurements
    assert outcome.details == {"engine": "postgresql", "version": "15.4"}


def test_a_figure_is_told_to_prometheus_and_to_people() -> None:
    """A figure has its family's short name in the details."""
    collected = figures()

    collected.tell(families.CONNECTIONS, 5)

    outcome = collected.outcome()
    assert families.CONNECTIONS(5, "default") in outcome.measurements
    assert outcome.details["connections"] == 5


def test_missing_figures_name_the_grant_and_leave_the_status() -> None:
    """A missing privilege is counted by figures, named with its grant, and no fault."""
    collected = figures()

    collected.refuse((families.SIZE, families.REPLICAS), "42501", "GRANT pg_monitor")

    outcome = collected.outcome()
    assert outcome.status is Status.OK
    assert families.MISSING_PRIVILEGES(2, "default") in outcome.measurements
    assert outcome.details["missing_privileges"] == [
        "size_bytes, replicas: GRANT pg_monitor TO <somebody>"
    ]


def test_what_the_server_does_not_have_is_no_missing_privilege() -> None:
    """A function that does not exist is told by its code, and no grant is proposed."""
    collected = figures()

    collected.refuse((families.SIZE,), "42883", "GRANT pg_monitor")

    outcome = collected.outcome()
    assert families.MISSING_PRIVILEGES(0, "default") in outcome.measurements
    assert "missing_privileges" not in outcome.details
    assert outcome.details["not_measured"] == ["size_bytes: SQLSTATE 42883"]
