"""Alerts to a chat of Telegram."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any

import msgspec

from django_health.alerting.channel import AlertChannel, AlertError
from django_health.alerting.failures import refusal
from django_health.alerting.message import subject_of, text_of
from django_health.alerting.news import News, news_of
from django_health.alerting.post import Answer, Poster
from django_health.network.deadline import Deadline
from django_health.result import Reason
from django_health.settings.declared_address import HttpUrl

_TOKEN = re.compile(r"[A-Za-z0-9:_-]{3,200}")
_CHAT = re.compile(r"-?[0-9]{1,20}|@[A-Za-z0-9_]{1,64}")

_CHAT_REFUSED = (
    "Telegram refuses the message: is the chat's number right (that of a group begins with a "
    "minus), and has somebody there written to the bot or added it?"
)
_REFUSED = {
    400: (Reason.MISCONFIGURED, _CHAT_REFUSED),
    401: (Reason.AUTH, "Telegram does not know the token"),
    403: (Reason.PERMISSION, "the bot may not write to the chat: it was blocked or taken out"),
    404: (Reason.AUTH, "Telegram does not know the token, or the API is somewhere else"),
}
"""What these statuses stand for, which Telegram's API has for all its methods."""


class TelegramAlertChannel(AlertChannel):
    """A bot writes to a chat; that something is over makes no sound there.

    Args:
        token: The bot's, of BotFather.
        chat: The number of the chat, or ``@name`` of a public channel.
        name: What it is called.
        api: Where the API is, for those who run a server of their own.
        ca_file: File with the certificates of authorities; the system's own where it is ``None``.
        timeout: Seconds for an attempt.

    Raises:
        ValueError: One of these cannot be used; the text says why, and repeats nothing.
    """

    def __init__(
        self,
        token: str,
        chat: str | int,
        *,
        name: str = "telegram",
        api: str = "https://api.telegram.org",
        ca_file: str | None = None,
        timeout: float = 10.0,
    ) -> None:
        if not _TOKEN.fullmatch(token):
            raise ValueError("token: expected is what BotFather gives, like 123456:ABC-def")
        if not _CHAT.fullmatch(str(chat)):
            raise ValueError("chat: the number of a chat or @name of a channel is expected")
        if "?" in HttpUrl.parse(api).target:
            raise ValueError("api: a URL without a query is expected")
        self.name = name
        self.timeout = timeout
        self._chat = chat
        self._poster = Poster(f"{api.rstrip('/')}/bot{token}/sendMessage", None, ca_file)

    def send_alert(self, health_data: Mapping[str, object]) -> None:
        """Send one message.

        Raises:
            AlertError: Telegram did not take it.
        """
        news = news_of(health_data)
        message = {
            "chat_id": self._chat,
            "text": _text(news),
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
            "disable_notification": bool(news.over) and not news.wrong,
        }
        body = msgspec.json.encode(message)
        answer = self._poster.post(body, Deadline(self.timeout), wants_body=True)
        if error := _error(answer):
            raise error


def _text(news: News) -> str:
    """What is shown; its length counts without the marks and with the characters as they are."""
    return f"<b>{escape(subject_of(news), quote=False)}</b>\n{escape(text_of(news), quote=False)}"


def _error(answer: Answer) -> AlertError | None:
    said = _said(answer.body)
    if 200 <= answer.status < 300:
        if said.get("ok") is True:
            return None
        text = "what answers there is not Telegram's API"
        return AlertError(Reason.WRONG_ANSWER, text, retry=False)
    parameters = said.get("parameters")
    parameters = parameters if isinstance(parameters, dict) else {}
    moved = parameters.get("migrate_to_chat_id")
    if isinstance(moved, int):
        text = f"the group has become a supergroup: its number is {moved} now"
        return AlertError(Reason.MISCONFIGURED, text, retry=False)
    if known := _REFUSED.get(answer.status):
        return AlertError(*known, retry=False)
    pause = parameters.get("retry_after")
    return refusal(answer.status, str(pause) if isinstance(pause, int) else answer.retry_after)


def _said(body: bytes) -> dict[str, Any]:
    """The answer's document; nothing where it has none."""
    try:
        return msgspec.json.decode(body, type=dict[str, Any])
    except (msgspec.DecodeError, ValueError, RecursionError):
        return {}
