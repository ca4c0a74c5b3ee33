"""What the daemon tells of its alerting."""

from __future__ import annotations

import pytest

from django_health.alerting.health_alerting import HealthAlerting
from django_health.alerting.state import AlertState, StateError
from django_health.result import Reason
from django_health_exporter.alerting.metrics import alerting_figures
from told_alerts import ERROR, Recording, report_of
from told_figures import told_figures

PREFIX = "django_health_exporter_"


class Broken(AlertState):
    """Cannot be used."""

    def turn(self) -> None:  # type: ignore[override]
        """Fail."""
        raise StateError("no")


def _told(alerting: HealthAlerting) -> dict[str, float]:
    figures = told_figures(lambda: tuple(alerting_figures(alerting)))
    return {name.removeprefix(PREFIX): value for name, value in figures.items()}


def test_before_the_first_look() -> None:
    """Counters begin at 0, and what is not known is absent."""
    assert _told(HealthAlerting([Recording("mail")])) == {
        "alerting_state_up": 1,
        "alert_messages_total{mail}": 0,
        "alert_messages_dropped_total{mail}": 0,
        "alert_messages_waiting{mail}": 0,
    }


def test_after_it() -> None:
    """Each channel has its figures, and a failure its reason."""
    dead = Recording("dead", fails=SystemExit())
    now = 1_700_000_000.0
    alerting = HealthAlerting(
        [Recording("mail"), dead], ask=lambda: report_of(now, database=ERROR), clock=lambda: now
    )
    for sender in alerting._roll.senders:
        sender._pauses = ()
    alerting.check_and_alert()
    assert alerting.flush(20)
    told = _told(alerting)
    success = told.pop("alert_channel_last_success_timestamp_seconds{mail}")
    assert success > now
    assert told == {
        "alerts_firing": 1,
        "alerting_last_look_timestamp_seconds": now,
        "alerting_state_up": 1,
        "alert_messages_total{mail}": 1,
        "alert_messages_dropped_total{mail}": 0,
        "alert_messages_waiting{mail}": 0,
        "alert_channel_up{mail}": 1,
        "alert_messages_total{dead}": 1,
        "alert_messages_failed_total{dead,internal}": 1,
        "alert_messages_dropped_total{dead}": 0,
        "alert_messages_waiting{dead}": 0,
        "alert_channel_up{dead}": 0,
    }
    assert Reason.INTERNAL in alerting.counts.of("dead").failed


def test_a_state_that_cannot_be_used_is_seen() -> None:
    """The alerts go on."""
    channel = Recording()
    alerting = HealthAlerting([channel], state=Broken(), ask=lambda: report_of(database=ERROR))
    alerting.check_and_alert()
    assert alerting.flush(20)
    assert _told(alerting)["alerting_state_up"] == pytest.approx(0)
    assert channel.events == [("firing", "error")]
