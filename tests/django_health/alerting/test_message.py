"""Subjects and texts: short, the worst first, and nothing breaks out of them."""

from __future__ import annotations

import pytest

from alert_receivers import alert, health_data
from django_health.alerting.message import SUBJECT, TEXT, message_of, text_of
from django_health.alerting.news import news_of

LINES = ("\r\nBcc: you@example.com", "\n\n.\n", "\x00\x1b[31m", "\u2028\u202e")


@pytest.mark.parametrize(
    ("alerts", "subject"),
    [
        ([alert()], "[ERROR] web-1: database/default: no answer within 5 s"),
        ([alert(critical=False)], "[WARNING] web-1: database/default: no answer within 5 s"),
        ([alert(event="repeat")], "[ERROR] web-1: database/default: still: no answer within 5 s"),
        ([alert(event="resolved")], "[RESOLVED] web-1: database/default: works again"),
        ([alert("a/b"), alert("c")], "[ERROR] web-1: 2 wrong: a/b, c"),
        ([alert("a", "resolved"), alert("c", "resolved")], "[RESOLVED] web-1: 2 resolved: a, c"),
        ([alert("a", "resolved"), alert("c")], "[ERROR] web-1: 1 wrong, 1 resolved: c, a"),
        ([], "[OK] web-1: healthy"),
    ],
)
def test_the_subject_says_the_worst(alerts: list[dict[str, object]], subject: str) -> None:
    """It is enough for a phone that is locked."""
    assert message_of(news_of(health_data(*alerts))).subject == subject


def test_the_text_says_all() -> None:
    """What is wrong and since when, what is over, what else is wrong, and how the whole is."""
    data = health_data(alert("cache/a", "resolved"), alert())
    data["checks"] = {"celery": {"status": "warning"}}
    assert message_of(news_of(data)).text.splitlines() == [
        "ERROR database/default: no answer within 5 s (timeout)",
        "  since 2026-03-01 10:00:00 UTC, for 20 min; ok before",
        "RESOLVED cache/a: works again",
        "  wrong since 2026-03-01 09:00:00 UTC, for 1 h",
        "",
        "Also wrong: celery",
        "",
        "All in all: unhealthy, 2026-03-01 10:20:00 UTC",
    ]


def test_a_document_without_anything_makes_a_message() -> None:
    """Whoever sends it by hand gets something to read."""
    message = message_of(news_of({}))
    assert message.subject == "[WARNING] django-health: not known"
    assert message.text == "All in all: not known"


@pytest.mark.parametrize("letter", ["x", "ä", "🔥"])
def test_many_long_alerts_have_a_bounded_message(letter: str) -> None:
    """Those that have no room are counted; the end is there all the same."""
    alerts = [alert(f"{letter * 300}{number}", message=letter * 900) for number in range(1000)]
    message = message_of(news_of(health_data(*alerts)))
    assert len(message.subject) <= SUBJECT
    assert len(message.text.encode("utf-16-le")) // 2 <= TEXT
    shown = message.text.count("ERROR ")
    assert f"... and {1000 - shown} more" in message.text
    assert "All in all: unhealthy" in message.text


def test_a_text_has_as_much_as_there_is_room() -> None:
    """All of it where all fits."""
    news = news_of(health_data(*(alert(f"c{number}") for number in range(5))))
    assert "more" not in text_of(news)
    assert text_of(news, 250).count("ERROR") == 1


@pytest.mark.parametrize("line", LINES)
def test_nothing_breaks_out_of_its_line(line: str) -> None:
    """Names and sentences of a project's own checks may hold anything."""
    data = health_data(alert(f"check{line}", message=f"said{line}", reason=f"r{line}"))
    data["source"]["instance"] = f"web{line}"
    message = message_of(news_of(data))
    assert message.subject.isprintable()
    assert all(text.isprintable() for text in message.text.split("\n"))
    assert len(message.text.split("\n")) == 4
