"""The page in a mail."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from alert_receivers import alert, health_data
from django_health.alerting.mail_html import MOST, html_of
from django_health.alerting.news import news_of

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=y>&amp;"

OURS = {"html", "head", "meta", "title", "body", "div", "strong", "span", "br", "p"}


class Tags(HTMLParser):
    """Collects tags and text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note it."""
        self.tags.add(tag)
        assert not {name for name, _ in attrs} - {"style", "lang", "charset", "name", "content"}

    def handle_data(self, data: str) -> None:
        """Note it."""
        self.text += data


def test_the_page_says_what_the_text_says() -> None:
    """In colours, and in words for who sees none."""
    data = health_data(alert(), alert("cache/a", "resolved"))
    data["checks"] = {"celery": {"status": "error"}}
    text = Tags(html_of(news_of(data), "subject")).text
    for part in (
        "ERROR database/default",
        "no answer within 5 s (timeout)",
        "since 2026-03-01 10:00:00 UTC, for 20 min",
        "RESOLVED cache/a",
        "Also wrong: celery",
        "All in all: unhealthy",
        "Sent by django-health-exporter 1.2.3 on web-1",
    ):
        assert part in text


def test_hostile_texts_are_shown_as_texts() -> None:
    """They bring no element of their own."""
    data = health_data(alert(HOSTILE, message=HOSTILE, reason=HOSTILE, previous_status=HOSTILE))
    data |= {"status": HOSTILE, "source": {"instance": HOSTILE, "version": HOSTILE}}
    page = Tags(html_of(news_of(data), HOSTILE))
    assert page.tags == OURS
    assert page.text.count("<script>alert(1)</script>") >= 6


def test_the_page_is_bounded() -> None:
    """Of many alerts the first are shown, and the others counted."""
    alerts = [alert(f"c{number}") for number in range(MOST + 7)]
    page = html_of(news_of(health_data(*alerts)), "")
    assert page.count("<div") == MOST
    assert "... and 7 more" in page


def test_colours_can_be_read() -> None:
    """Each has a contrast of 4.5 to white, as WCAG AA wants it."""
    page = html_of(news_of(health_data(alert(), alert("a", "resolved"))), "")
    colours = set(re.findall(r"color:(#[0-9a-f]{3,6})", page)) - {"#fff"}
    assert len(colours) >= 4
    assert all(1.05 / (_luminance(colour) + 0.05) >= 4.5 for colour in colours)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * one for one in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
