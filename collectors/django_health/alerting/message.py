"""Subject and text of a message: short, what is broken first, without anything that breaks out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django_health.alerting import words
from django_health.alerting.mail_html import html_of
from django_health.alerting.news import Item, News
from django_health.json_ready import one_line

SUBJECT = 150
"""Characters of a subject."""

TEXT = 3_600
"""Length of a text, in the units of UTF-16, by which Telegram counts its 4,096."""

_UNTOLD = "... and {} more"
_OVERALL = {"healthy": "OK", "warning": "WARNING", "unhealthy": "ERROR"}


@dataclass(frozen=True)
class Message:
    """What people read.

    Attributes:
        subject: One line.
        text: Lines without markup.
        html: The same as a page for mail.
    """

    subject: str
    text: str
    html: str


def message_of(news: News) -> Message:
    """Return the message that tells all of it."""
    subject = subject_of(news)
    return Message(subject, text_of(news), html_of(news, subject))


def subject_of(news: News) -> str:
    """Return it in one line, the worst first."""
    who = news.instance or "django-health"
    wrong, over = news.wrong, news.over
    if not news.items:
        head = _OVERALL.get(news.status, "WARNING")
        return one_line(f"[{head}] {who}: {_overall(news)}", SUBJECT)
    urgent = any(item.is_urgent(item.status) for item in wrong)
    head = "ERROR" if urgent else "WARNING" if wrong else "RESOLVED"
    if len(news.items) == 1:
        (item,) = news.items
        said = f"{item.label}: {words.sentence(item)}"
    elif not over:
        said = f"{len(wrong)} wrong: {words.listed(wrong)}"
    elif not wrong:
        said = f"{len(over)} resolved: {words.listed(over)}"
    else:
        said = f"{len(wrong)} wrong, {len(over)} resolved: {words.listed(news.items)}"
    return one_line(f"[{head}] {who}: {said}", SUBJECT)


def text_of(news: News, limit: int = TEXT) -> str:
    """Return it in lines without markup.

    Args:
        news: What to say.
        limit: Units of UTF-16 that it may have; items that have no room are counted.
    """
    end = "\n\n".join(_end(news))
    blocks = (_block(item, news) for item in news.items)
    body = _fitting(blocks, len(news.items), limit - _size(end))
    return "\n\n".join(filter(None, (body, end)))


def _fitting(blocks: Iterable[str], count: int, room: int) -> str:
    """As many blocks as have room, and how many have none."""
    taken: list[str] = []
    room -= _size(_UNTOLD) + 16
    for block in blocks:
        room -= _size(block) + 1
        if room < 0:
            taken.append(_UNTOLD.format(count - len(taken)))
            break
        taken.append(block)
    return "\n".join(taken)


def _block(item: Item, news: News) -> str:
    reason = f" ({item.reason})" if item.reason and item.message and not item.is_over else ""
    line = f"{words.heading(item)} {item.label}: {words.sentence(item)}{reason}"
    course = words.course(item, news.moment)
    return f"{line}\n  {course}" if course else line


def _end(news: News) -> list[str]:
    others = f"Also wrong: {words.listed(news.others)}" if news.others else ""
    moment = f", {words.clock(news.moment)}" if news.moment else ""
    overall = f"All in all: {_overall(news)}{moment}"
    return [paragraph for paragraph in (others, overall) if paragraph]


def _overall(news: News) -> str:
    return news.status or "not known"


def _size(text: str) -> int:
    return len(text.encode("utf-16-le", "replace")) // 2
