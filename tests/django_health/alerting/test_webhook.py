"""Webhooks, to receivers that take them and to those that do not."""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from alert_receivers import Said, alert, assert_hidden, health_data, receiver, undelivered
from django_health.alerting.webhook import BODY_BYTES, WebhookAlertChannel
from django_health.result import Reason
from endpoint_listeners import CANARY, MARGIN, TalkListener, certified, dripping
from live_servers import SilentListener, free_port


def verified(headers: dict[str, str], body: bytes, secret: str) -> bool:
    """What a receiver computes, as the documentation has it."""
    signed = f"{headers['Webhook-Id']}.{headers['Webhook-Timestamp']}.".encode() + body
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).digest()
    wanted = f"v1,{base64.b64encode(digest).decode()}"
    is_fresh = abs(time.time() - int(headers["Webhook-Timestamp"])) < 300
    return is_fresh and hmac.compare_digest(headers["Webhook-Signature"], wanted)


def test_the_document_arrives_signed() -> None:
    """With a title and a text beside it; who changes a byte is found out."""
    data = health_data(alert(), checks={"database": {"status": "error"}})
    with receiver((204, {}, b"")) as there:
        channel = WebhookAlertChannel(f"{there.url}/hook/{CANARY}", CANARY)
        channel.send_alert(data)
    post = there.post
    document = post.document
    assert document.pop("title") == "[ERROR] web-1: database/default: no answer within 5 s"
    assert document.pop("text").startswith("ERROR database/default")
    assert document == data
    headers = dict(post.headers)
    assert verified(headers, post.body, CANARY)
    assert not verified(headers, post.body + b" ", CANARY)
    assert not verified(headers, post.body, "another")
    assert_hidden(channel)


def test_headers_of_ones_own_are_sent() -> None:
    """Like a token; without a secret there is no signature."""
    with receiver() as there:
        channel = WebhookAlertChannel(there.url, headers={"authorization": f"Bearer {CANARY}"})
        channel.send_alert(health_data(alert()))
    assert there.post.headers["Authorization"] == f"Bearer {CANARY}"
    assert "Webhook-Signature" not in there.post.headers
    assert_hidden(channel)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"status": "unhealthy", "checks": {"database": {"status": "unhealthy"}}},
        {"at": datetime(2026, 3, 1, tzinfo=UTC), "why": ValueError(CANARY), "nan": float("nan")},
        {1: {2: {3}}, "surrogate": "\udcff", ("a",): "b"},
    ],
)
def test_documents_made_by_hand_arrive(data: dict[Any, Any]) -> None:
    """Whatever is in them; JSON has a form for it, or its type's name."""
    with receiver() as there:
        WebhookAlertChannel(there.url).send_alert(data)
    assert there.post.document["title"].startswith("[")
    assert CANARY not in there.post.body.decode()


def test_a_document_that_is_too_long_loses_its_checks() -> None:
    """The alerts arrive all the same."""
    checks = {f"c{number}": {"status": "ok", "note": "x" * 900} for number in range(2000)}
    with receiver() as there:
        WebhookAlertChannel(there.url).send_alert(health_data(alert(), checks=checks))
    assert len(there.post.body) < BODY_BYTES
    document = there.post.document
    assert (document["checks"], document["truncated"]) == ({}, True)
    assert document["alerts"] == [alert()]


@pytest.mark.parametrize(
    ("said", "reason", "retry", "after"),
    [
        ((500, {}, CANARY.encode()), Reason.UNAVAILABLE, True, None),
        ((429, {"Retry-After": "7"}, b""), Reason.UNAVAILABLE, True, 7.0),
        ((401, {}, b""), Reason.AUTH, False, None),
        ((302, {"Location": f"http://{CANARY}/"}, b""), Reason.MISCONFIGURED, False, None),
    ],
)
def test_a_refusal_is_told(said: Said, reason: Reason, retry: bool, after: float | None) -> None:
    """With what the receiver asked for, and without what it said."""
    with receiver(said) as there:
        error = undelivered(WebhookAlertChannel(f"{there.url}/{CANARY}", CANARY))
    assert (error.reason, error.retry, error.retry_after) == (reason, retry, after)
    assert len(there.posts) == 1  # who calls tries again


def test_what_hangs_ends_in_time() -> None:
    """A receiver that is silent, or drips for ever."""
    drip = dripping(b"HTTP/1.1 200 OK\r\n", itertools.repeat(b"A: b\r\n", 600))
    for listener in (SilentListener(), TalkListener(drip)):
        with listener:
            url = f"http://me:{CANARY}@127.0.0.1:{listener.port}/{CANARY}"
            begun = time.monotonic()
            error = undelivered(WebhookAlertChannel(url, CANARY, timeout=0.5))
        assert error.reason is Reason.TIMEOUT
        assert time.monotonic() - begun < MARGIN


def test_the_timeout_may_be_set_later() -> None:
    """As the alerting does from its settings."""
    with SilentListener() as listener:
        channel = WebhookAlertChannel(f"http://127.0.0.1:{listener.port}/{CANARY}", timeout=600)
        channel.timeout = 0.3
        assert undelivered(channel).reason is Reason.TIMEOUT


def test_nobody_there_and_nobody_trusted(tmp_path: Path) -> None:
    """Neither tells the address."""
    channel = WebhookAlertChannel(f"http://127.0.0.1:{free_port()}/{CANARY}")
    assert undelivered(channel).reason is Reason.REFUSED
    with receiver(context=certified(tmp_path).context) as there:
        channel = WebhookAlertChannel(f"{there.url}/{CANARY}", CANARY)
        assert undelivered(channel).reason is Reason.TLS
    assert there.posts == []


@pytest.mark.parametrize(
    "arguments",
    [
        {"url": CANARY},
        {"url": f"ftp://{CANARY}"},
        {"url": "http://host", "secret": ""},
        {"url": "http://host", "secret": f"whsec_{CANARY}"},
        {"url": "http://host", "headers": {"a b": CANARY}},
        {"url": "http://host", "headers": {"X": f"{CANARY}\r\nY: z"}},
        {"url": "http://host", "headers": {"Content-Length": CANARY}},
    ],
)
def test_mistakes_are_told_at_once(arguments: dict[str, Any]) -> None:
    """In a line that repeats nothing."""
    with pytest.raises(ValueError, match=r".+") as caught:
        WebhookAlertChannel(**arguments)
    assert CANARY not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
