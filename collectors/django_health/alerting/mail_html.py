"""The message as a page for mail programs: styles in attributes, for they take no others."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from django_health.alerting import words
from django_health.alerting.news import Item, News

MOST = 50
"""Items that a page shows."""

_COLOURS = {"ERROR": "#b3261e", "WARNING": "#8a5300", "RESOLVED": "#1d6b34"}
"""Dark enough on white, and white enough under it, to be read."""

_FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif"
_QUIET = "color:#555;font-size:14px"


def html_of(news: News, subject: str) -> str:
    """Return the page.

    Args:
        news: What to say.
        subject: The page's title.
    """
    return "".join(_parts(news, subject))


def _parts(news: News, subject: str) -> Iterator[str]:
    yield f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(subject)}'
    yield '</title><meta name="viewport" content="width=device-width"></head>'
    yield f'<body style="margin:16px;max-width:640px;color:#1c1c1c;background:#fff;{_FONT}">'
    for item in news.items[:MOST]:
        yield _item(item, news)
    if len(news.items) > MOST:
        yield f"<p>... and {len(news.items) - MOST} more</p>"
    if news.others:
        yield f"<p>Also wrong: {escape(words.listed(news.others))}</p>"
    moment = f", {words.clock(news.moment)}" if news.moment else ""
    yield f"<p>All in all: <strong>{escape(news.status or 'not known')}</strong>{moment}</p>"
    yield f'<p style="{_QUIET}">{escape(signature(news))}</p></body></html>\n'


def signature(news: News) -> str:
    """Return who sends this."""
    version = f" {news.version}" if news.version else ""
    return f"Sent by django-health-exporter{version}" + (
        f" on {news.instance}" if news.instance else ""
    )


def _item(item: Item, news: News) -> str:
    head = words.heading(item)
    colour = _COLOURS[head]
    reason = f" ({item.reason})" if item.reason and item.message and not item.is_over else ""
    course = words.course(item, news.moment)
    return (
        f'<div style="border-left:6px solid {colour};padding:4px 12px;margin:0 0 16px">'
        f'<strong style="color:{colour}">{head}</strong> <strong>{escape(item.label)}</strong>'
        f"<br>{escape(words.sentence(item) + reason)}"
        + (f'<br><span style="{_QUIET}">{escape(course)}</span>' if course else "")
        + "</div>"
    )
