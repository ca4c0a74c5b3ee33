"""What to do about it."""

from __future__ import annotations

import pytest

from django_health.doctor.remedies import remedy_for
from django_health.result import Reason, Status
from sample_checks import result_of


@pytest.mark.parametrize("reason", list(Reason))
def test_each_reason_has_a_remedy(reason: Reason) -> None:
    """Also one that is added some day."""
    assert remedy_for(result_of("tcp", "a", status=Status.ERROR, reason=reason))


@pytest.mark.parametrize(
    ("name", "part", "reason", "said"),
    [
        ("celery", "workers", Reason.UNAVAILABLE, "start a worker"),
        ("celery", "beat", Reason.UNAVAILABLE, "whether beat runs"),
        ("configuration", "system_checks", Reason.MISCONFIGURED, "manage.py check --deploy"),
        ("database", "", Reason.PERMISSION, "django-health-exporter grants database/default"),
        ("sql", "", Reason.PERMISSION, "what the query reads"),
        ("migrations", "", Reason.PERMISSION, "django_migrations"),
    ],
)
def test_components_have_their_own(name: str, part: str, reason: Reason, said: str) -> None:
    """Where the same reason means something else."""
    target = "default" if name in {"database", "migrations"} else ""
    assert said in remedy_for(result_of(name, target, part, status=Status.ERROR, reason=reason))


def test_pending_migrations_are_applied() -> None:
    """In the database that lacks them."""
    ill = result_of(
        "migrations",
        "archive",
        status=Status.WARNING,
        reason=Reason.MISCONFIGURED,
        details={"pending_migrations": 1},
    )
    assert remedy_for(ill) == "manage.py migrate --database=archive"


def test_a_warning_without_a_reason_says_it_itself() -> None:
    """Nobody knows better what to do."""
    assert remedy_for(result_of("payments", status=Status.WARNING, message="slow")) == ""
