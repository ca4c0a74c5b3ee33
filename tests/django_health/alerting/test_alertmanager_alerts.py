"""Alerts in the form of Alertmanager."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from alert_receivers import alert, health_data
from django_health.alerting.alertmanager_alerts import alerts_of
from django_health.alerting.news import news_of

END = datetime(2026, 3, 1, 10, 25, tzinfo=UTC)


def sent(data: dict[str, Any], **labels: str) -> dict[str, dict[str, Any]]:
    """The alerts by their severity."""
    return {one["labels"]["severity"]: one for one in alerts_of(news_of(data), labels, END)}


def test_what_fires_has_labels_and_words() -> None:
    """It ends by itself, if nobody sends it again."""
    critical = sent(health_data(alert("cache/a/host:1")), cluster="here")["critical"]
    assert critical["labels"] == {
        "alertname": "DjangoHealth",
        "severity": "critical",
        "component": "cache",
        "check": "cache",
        "target": "a",
        "part": "host:1",
        "instance": "web-1",
        "cluster": "here",
    }
    assert critical["annotations"] == {
        "summary": "cache/a/host:1 of web-1: no answer within 5 s",
        "description": "no answer within 5 s",
        "reason": "timeout",
    }
    assert critical["startsAt"] == "2026-03-01T10:00:00+00:00"
    assert critical["endsAt"] == "2026-03-01T10:25:00+00:00"


def test_labels_of_an_alert_stay() -> None:
    """Given ones do not take their place; nor is there an empty one."""
    labels = sent(health_data(alert("database")), check="x", job="django")["critical"]["labels"]
    assert (labels["check"], labels["job"]) == ("database", "django")
    assert "target" not in labels


def test_the_former_severity_ends() -> None:
    """An alert that has become worse or milder is not there twice; a new one has no former."""
    began = {"started": "2026-03-01T09:00:00Z"}
    both = sent(health_data(alert(previous_status="warning", **began)))
    assert both["critical"]["endsAt"] == END.isoformat()
    assert both["warning"]["endsAt"] == "2026-03-01T10:00:00+00:00"
    both = sent(health_data(alert(status="warning", previous_status="error", **began)))
    assert both["warning"]["endsAt"] == END.isoformat()
    assert both["critical"]["endsAt"] == "2026-03-01T10:00:00+00:00"
    for previous in ("ok", "skipped", None, "error"):
        assert list(sent(health_data(alert(previous_status=previous)))) == ["critical"]


def test_what_is_over_ends() -> None:
    """At the moment when it was; in the other severity, which it may have had, where it began."""
    both = sent(health_data(alert(event="resolved")))
    assert both["critical"]["endsAt"] == "2026-03-01T10:00:00+00:00"
    assert both["warning"]["endsAt"] == "2026-03-01T09:00:00+00:00"
    assert {one["startsAt"] for one in both.values()} == {"2026-03-01T09:00:00+00:00"}


def test_no_alert_ends_before_it_begins() -> None:
    """Alertmanager would refuse it; times may be missing, or clocks have jumped."""
    for times in (
        {"since": "2026-02-01T10:00:00Z"},
        {"since": None, "started": None},
        {"started": None},
        {"since": None},
    ):
        for one in sent(health_data(alert(event="resolved", **times), timestamp=None)).values():
            assert one["endsAt"] >= one.get("startsAt", "")
    ahead = alert(started="2026-05-01T10:00:00Z", since="2026-05-01T10:00:00Z")
    critical = sent(health_data(ahead))["critical"]
    assert (critical["endsAt"], "startsAt" in critical) == (END.isoformat(), False)


def test_an_uncritical_error_is_a_warning() -> None:
    """It wakes nobody."""
    assert sent(health_data(alert(critical=False)))["warning"]["endsAt"] == END.isoformat()


def test_a_document_without_alerts_fires_what_is_wrong() -> None:
    """Without a time it begins when it arrives."""
    data = {"status": "unhealthy", "checks": {"database": {"status": "unhealthy"}}}
    critical = sent(data)["critical"]
    assert "startsAt" not in critical
    assert critical["labels"]["check"] == "database"
