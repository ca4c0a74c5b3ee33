"""What is read out of what channels are given."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from alert_receivers import alert, health_data
from django_health.alerting.news import news_of

WRONG = {"status": "error", "reason": "timeout", "message": "late"}


def test_alerts_are_items() -> None:
    """With all that is known of them; what is over comes last."""
    news = news_of(health_data(alert("cache/a", "resolved"), alert("cache/b/host:1")))
    item = news.items[0]
    assert (item.label, item.status, item.previous) == ("cache/b/host:1", "error", "ok")
    assert (item.reason, item.message) == ("timeout", "no answer within 5 s")
    assert item.started == datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert [one.label for one in news.over] == ["cache/a"]
    assert (news.instance, news.version, news.status) == ("web-1", "1.2.3", "unhealthy")


def test_what_is_wrong_besides_is_known() -> None:
    """What alerts say themselves is not said once more."""
    targets = {"default": WRONG, "other": WRONG}
    checks = {"database": {"status": "error", "targets": targets}}
    news = news_of(health_data(alert("database/default"), checks=checks))
    assert [item.label for item in news.others] == ["database/other"]


def test_without_alerts_all_that_is_wrong_is_told() -> None:
    """Of a document that a project made itself."""
    news = news_of({"status": "warning", "checks": {"celery": WRONG}})
    (item,) = news.items
    assert (item.label, item.event, item.reason, item.message) == (
        *("celery", "firing", "timeout", "late"),
    )
    assert not item.is_urgent(item.status)  # or the whole would be unhealthy
    assert (news.others, news.moment, news.instance) == ((), None, "")


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"timestamp": "0001-01-01T00:00:00+14:00", "alerts": [{"since": "0001-01-01T00+14:00"}]},
        {"alerts": 5, "source": "x", "checks": [], "timestamp": "yesterday", "status": 5},
        {"alerts": [5, None, {}, {"check": 7, "since": "x", "critical": "no", "event": []}]},
        {"alerts": [{"check": "a\nb: c\r\n", "message": "x\x00y" * 10_000, "status": "w" * 5000}]},
    ],
)
def test_anything_may_be_given(data: dict[str, Any]) -> None:
    """It becomes single lines of bounded length."""
    for item in news_of(data).items:
        texts = (item.label, item.status, item.event, item.message, item.reason)
        assert all(text.isprintable() and len(text) <= 400 for text in texts)


def test_credentials_in_texts_are_stars() -> None:
    """Whoever has put them there."""
    (item,) = news_of(health_data(alert(message="redis://u:geheim@host failed"))).items
    assert item.message == "redis://***@host failed"


def test_a_time_without_a_zone_is_utc() -> None:
    """And one with another zone is turned into it."""
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert news_of({"timestamp": "2026-03-01T12:00:00"}).moment == noon
    assert news_of({"timestamp": "2026-03-01T14:00:00+02:00"}).moment == noon
