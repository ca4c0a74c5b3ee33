"""Telegram, spoken to by a stand-in for its API."""

from __future__ import annotations

import itertools
import json
import time
from typing import Any

import pytest

from alert_receivers import Said, alert, assert_hidden, health_data, receiver, undelivered
from django_health.alerting.telegram import TelegramAlertChannel
from django_health.masking import masked
from django_health.result import Reason
from endpoint_listeners import CANARY, MARGIN, TalkListener, dripping
from live_servers import SilentListener

TOKEN = f"123456:{CANARY}"


def refused(status: int, **parameters: Any) -> Said:
    """An answer of the API to what it does not do."""
    said = {"ok": False, "error_code": status, "description": CANARY}
    return (
        status,
        {},
        json.dumps(said | ({"parameters": parameters} if parameters else {})).encode(),
    )


def test_a_message_arrives() -> None:
    """A bold subject and the text, aloud, without a preview of links."""
    with receiver() as there:
        channel = TelegramAlertChannel(TOKEN, -100123, api=f"{there.url}/base/")
        channel.send_alert(health_data(alert()))
    assert there.post.path == f"/base/bot{TOKEN}/sendMessage"
    message = there.post.document
    text = message.pop("text")
    assert text.startswith("<b>[ERROR] web-1: database/default: no answer within 5 s</b>\nERROR")
    assert message == {
        "chat_id": -100123,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
        "disable_notification": False,
    }
    assert_hidden(channel)


def test_that_something_is_over_makes_no_sound() -> None:
    """Nobody has to get up for it."""
    with receiver() as there:
        channel = TelegramAlertChannel(TOKEN, "@channel", api=there.url)
        channel.send_alert(health_data(alert(event="resolved")))
        channel.send_alert(health_data(alert(event="resolved"), alert("a")))
    assert [post.document["disable_notification"] for post in there.posts] == [True, False]
    assert there.posts[0].document["chat_id"] == "@channel"


def test_hostile_texts_are_texts() -> None:
    """Telegram takes no tags but ours, and no message of more than 4,096 units."""
    hostile = "<b>x</b> & </b><a href='tg://x'>"
    alerts = [alert(f"a{number}", message=hostile * 20) for number in range(100)]
    with receiver() as there:
        TelegramAlertChannel(TOKEN, 1, api=there.url).send_alert(health_data(*alerts))
    text = there.post.document["text"]
    assert text.count("<") == text.count(">") == 2
    shown = text.replace("<b>", "").replace("</b>", "").replace("&lt;", "<").replace("&gt;", ">")
    assert len(shown.replace("&amp;", "&").encode("utf-16-le")) // 2 <= 4096


@pytest.mark.parametrize(
    ("said", "reason", "retry", "after", "text"),
    [
        (refused(400), Reason.MISCONFIGURED, False, None, "chat's number"),
        (
            refused(400, migrate_to_chat_id=-1007),
            *(Reason.MISCONFIGURED, False, None, "its number is -1007 now"),
        ),
        (refused(401), Reason.AUTH, False, None, "token"),
        (refused(403), Reason.PERMISSION, False, None, "blocked"),
        (refused(404), Reason.AUTH, False, None, "token"),
        (refused(429, retry_after=31), Reason.UNAVAILABLE, True, 31.0, "429"),
        ((429, {"Retry-After": "8"}, b"<html>"), Reason.UNAVAILABLE, True, 8.0, "429"),
        (refused(502), Reason.UNAVAILABLE, True, None, "502"),
        ((302, {"Location": CANARY}, b""), Reason.MISCONFIGURED, False, None, "redirect"),
        ((200, {}, b"welcome to our hotel"), Reason.WRONG_ANSWER, False, None, "not Telegram"),
        ((200, {}, b"[" * 10_000), Reason.WRONG_ANSWER, False, None, "not Telegram"),
        ((400, {}, b'{"parameters": 5}'), Reason.MISCONFIGURED, False, None, "chat's number"),
    ],
)
def test_a_refusal_is_told_with_its_remedy(
    said: Said, reason: Reason, retry: bool, after: float | None, text: str
) -> None:
    """In words of our own; the API's may be anybody's."""
    with receiver(said) as there:
        error = undelivered(TelegramAlertChannel(TOKEN, 1, api=there.url))
    assert (error.reason, error.retry, error.retry_after) == (reason, retry, after)
    assert text in str(error)


def test_what_hangs_ends_in_time() -> None:
    """The API is silent, or drips: the body that it drips was for the reason alone."""
    head = b"HTTP/1.1 502 Bad\r\nContent-Length: 9000\r\n\r\n"
    drip = dripping(head, itertools.repeat(b"x", 600))
    for listener, reason in (
        (SilentListener(), Reason.TIMEOUT),
        (TalkListener(drip), Reason.UNAVAILABLE),
    ):
        with listener:
            api = f"http://127.0.0.1:{listener.port}"
            begun = time.monotonic()
            error = undelivered(TelegramAlertChannel(TOKEN, 1, api=api, timeout=0.5))
        assert error.reason is reason
        assert time.monotonic() - begun < MARGIN


@pytest.mark.parametrize(
    "arguments",
    [
        {"token": f"{CANARY}/../x", "chat": 1},
        {"token": "", "chat": 1},
        {"token": "1:a", "chat": f"{CANARY} x"},
        {"token": "1:a", "chat": True},
        {"token": "1:a", "chat": 1, "api": CANARY},
        {"token": "1:a", "chat": 1, "api": f"http://host/?{CANARY}"},
    ],
)
def test_mistakes_are_told_at_once(arguments: dict[str, Any]) -> None:
    """In a line that repeats nothing."""
    with pytest.raises(ValueError, match=r".+") as caught:
        TelegramAlertChannel(**arguments)
    assert CANARY not in str(caught.value)
    assert masked(str(caught.value)) == str(caught.value)  # none of it is taken for a secret
