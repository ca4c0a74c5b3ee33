"""Tests of the ping and of what answers say."""

from __future__ import annotations

import json
from typing import Any

import pytest
from celery import Celery

from django_health.checks.celery.mailbox import Content, Mailbox
from django_health.failure import CheckFailed
from django_health.result import Reason


def _mailbox(**conf: object) -> Mailbox:
    app = Celery("canary", set_as_current=False)
    app.conf.update(conf)
    try:
        return Mailbox(app.conf)
    finally:
        app.close()


def _answer(body: object) -> Content:
    return Content("application/json", "utf-8", json.dumps(body))


def test_the_ping_is_celerys() -> None:
    """It is what ``celery inspect ping`` sends, but for the reply address."""
    content = _mailbox().ping("a ticket", exchange="", routing_key="a queue")
    message: dict[str, Any] = json.loads(content.body)
    assert content[:2] == ("application/json", "utf-8")
    assert message["method"] == "ping"
    assert message["destination"] is None
    assert message["ticket"] == "a ticket"
    assert message["reply_to"] == {"exchange": "", "routing_key": "a queue"}


def test_the_mailbox_has_the_applications_name() -> None:
    """``control_exchange`` separates applications that share a broker."""
    mailbox = _mailbox(control_exchange="shop")
    assert mailbox.exchange == "shop.pidbox"
    assert mailbox.reply_exchange == "reply.shop.pidbox"


def test_the_serializer_is_the_applications() -> None:
    """Workers need not accept JSON."""
    mailbox = _mailbox(task_serializer="yaml", accept_content=["yaml"])
    assert mailbox.ping("t", exchange="", routing_key="q").type == "application/x-yaml"


def test_an_unknown_serializer_is_told() -> None:
    """It is a mistake in the settings."""
    with pytest.raises(CheckFailed) as caught:
        _mailbox(task_serializer="nonsense").ping("t", exchange="", routing_key="q")
    assert caught.value.reason is Reason.MISCONFIGURED


def test_an_answer_names_its_worker() -> None:
    """The name is the key of what it says."""
    assert _mailbox().worker_of(_answer({"celery@host": {"ok": "pong"}})) == "celery@host"


def test_a_name_is_printable_and_short() -> None:
    """Whoever can write to the broker could name himself anything."""
    assert _mailbox().worker_of(_answer({"a\x1b[31m\n" + "b" * 999: 1})) == "a[31m" + "b" * 250


@pytest.mark.parametrize("body", [[], {}, "pong", 7, None])
def test_what_is_no_answer_is_wrong(body: object) -> None:
    """Something else in the reply queue is told as what it is."""
    with pytest.raises(CheckFailed) as caught:
        _mailbox().worker_of(_answer(body))
    assert caught.value.reason is Reason.WRONG_ANSWER


def test_garbage_is_wrong() -> None:
    """It need not even be JSON."""
    with pytest.raises(CheckFailed) as caught:
        _mailbox().worker_of(Content("application/json", "utf-8", "{canary"))
    assert caught.value.reason is Reason.WRONG_ANSWER
    assert "canary" not in str(caught.value)


def test_what_the_application_accepts_is_read() -> None:
    """Its workers answer as they serialize tasks."""
    content = Content("application/x-yaml", "utf-8", "celery@host: {ok: pong}")
    assert _mailbox(accept_content=["yaml"]).worker_of(content) == "celery@host"
    with pytest.raises(CheckFailed):
        _mailbox().worker_of(content)


def test_nothing_is_unpickled_that_the_application_does_not_accept() -> None:
    """An answer cannot run code in this process."""
    with pytest.raises(CheckFailed) as caught:
        _mailbox().worker_of(Content("application/x-python-serialize", "binary", b"cos\nsystem\n"))
    assert caught.value.reason is Reason.MISCONFIGURED
