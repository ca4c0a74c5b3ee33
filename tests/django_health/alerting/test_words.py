"""The words for items, moments and durations."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from alert_receivers import alert, health_data
from django_health.alerting import words
from django_health.alerting.news import Item, news_of

NOW = datetime(2026, 3, 1, 10, 20, tzinfo=UTC)


def item(event: str = "firing", **changes: Any) -> Item:
    """An item as it comes."""
    return news_of(health_data(alert(event=event, **changes))).items[0]


@pytest.mark.parametrize(
    ("one", "head", "sentence"),
    [
        (item(), "ERROR", "no answer within 5 s"),
        (item(message=""), "ERROR", "timeout"),
        (item(message="", reason=None), "ERROR", "its status is error"),
        (item(critical=False), "WARNING", "no answer within 5 s"),
        (item(status="warning", message="80 %"), "WARNING", "80 %"),
        (item("repeat"), "ERROR", "still: no answer within 5 s"),
        (item("resolved"), "RESOLVED", "works again"),
        (item("resolved", status="skipped"), "RESOLVED", "is no longer watched"),
        (
            item("resolved", status="warning", message="80 %"),
            *("RESOLVED", "is less bad now: 80 %"),
        ),
    ],
)
def test_an_item_in_words(one: Item, head: str, sentence: str) -> None:
    """How it is, and why."""
    assert (words.heading(one), words.sentence(one)) == (head, sentence)


@pytest.mark.parametrize(
    ("one", "now", "course"),
    [
        (item(), NOW, "since 2026-03-01 10:00:00 UTC, for 20 min; ok before"),
        (item(previous_status=None), None, "since 2026-03-01 10:00:00 UTC"),
        (item("resolved"), NOW, "wrong since 2026-03-01 09:00:00 UTC, for 1 h"),
        (item("resolved", since=None), NOW, "since 2026-03-01 09:00:00 UTC"),
        (item(started=None, since=None), NOW, ""),
    ],
)
def test_since_when(one: Item, now: datetime | None, course: str) -> None:
    """As far as it is known."""
    assert words.course(one, now) == course


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-5, ""),
        (0.4, ""),
        (59, "59 s"),
        (60, "1 min"),
        (61, "1 min 1 s"),
        (3600, "1 h"),
        (3605, "1 h"),
        (90_061, "1 d 1 h"),
        (86_460, "1 d"),
    ],
)
def test_durations(seconds: float, text: str) -> None:
    """In their two largest units."""
    assert words.duration(seconds) == text


def test_of_many_names_the_first_are_listed() -> None:
    """And the others counted."""
    items = tuple(Item(f"c{number}") for number in range(10))
    assert words.listed(items, 2) == "c0, c1 and 8 more"
    assert words.listed(items[:2], 2) == "c0, c1"
