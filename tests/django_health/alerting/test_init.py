"""The public names of the alerting."""

from __future__ import annotations

import pytest

from django_health import alerting
from fresh_imports import imported_by


def test_each_name_is_there() -> None:
    """Loaded from its module when it is first used."""
    for name in alerting.__all__:
        assert getattr(alerting, name).__name__ == name
    assert dir(alerting) == sorted(alerting.__all__)
    with pytest.raises(AttributeError, match="no attribute 'PagerAlertChannel'"):
        _ = alerting.PagerAlertChannel


def test_the_alerting_costs_no_more_than_it_needs() -> None:
    """What only some channels need is imported by these."""
    heavy = {"apprise", "click", "django", "jinja2", "rich", "smtplib", "tornado"}
    program = "from django_health.alerting import HealthAlerting; HealthAlerting()"
    assert not imported_by(program) & heavy
