"""Tests of the session with a real RabbitMQ, and of what its errors stand for."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import pytest
from amqp import exceptions

from django_health.checks.celery.amqp_session import (
    CLIENT_NAME,
    EXPLAINED,
    AmqpSession,
    failure_of,
    message_of,
)
from django_health.checks.celery.amqp_target import AmqpTarget
from django_health.checks.celery.mailbox import Content
from django_health.failure import CheckFailed
from django_health.network.cancellable_socket import CancellableSocket
from django_health.result import Reason
from django_health.targets import Secret
from live_servers import DripListener
from live_servers.rabbitmq import RabbitMQ


def _target(server: RabbitMQ, **changes: object) -> AmqpTarget:
    given = {"user": server.user, "password": Secret(server.password), **changes}
    return AmqpTarget(server.host, server.port, **given)  # type: ignore[arg-type]


def _session(target: AmqpTarget, timeout: float = 5.0) -> AmqpSession:
    opened = CancellableSocket().open((target.host, target.port), timeout)
    session = AmqpSession(opened, target, timeout)
    session.open()
    return session


@pytest.fixture
def session(rabbitmq: RabbitMQ) -> Iterator[AmqpSession]:
    """An open session."""
    session = _session(_target(rabbitmq))
    yield session
    session.close_softly()


def _failure(target: AmqpTarget, timeout: float = 5.0) -> CheckFailed:
    with pytest.raises(EXPLAINED) as caught:
        _session(target, timeout)
    return failure_of(caught.value)


@pytest.mark.usefixtures("session")
def test_it_says_who_it_is(rabbitmq: RabbitMQ) -> None:
    """An administrator sees whose connection it is."""
    assert CLIENT_NAME in rabbitmq.control("list_connections", "client_properties")


def test_a_queue_tells_its_messages_and_consumers(session: AmqpSession) -> None:
    """Without declaring it."""
    channel = session.channel()
    channel.confirm_select()
    channel.queue_declare("canary-queue", exclusive=True)
    channel.basic_publish_confirm(
        message_of(Content("text/plain", "utf-8", "x")), "", "canary-queue"
    )
    assert session.queue("canary-queue") == (1, 0)


def test_what_is_not_there_is_not_made(session: AmqpSession) -> None:
    """It is asked for again and again on the same connection."""
    for _ in range(3):
        assert session.queue("no-such-queue") is None
        assert not session.has_exchange("no-such-exchange")
    assert session.has_exchange("amq.fanout")


def test_waiting_ends_with_its_time(session: AmqpSession) -> None:
    """Nothing came."""
    session.hear(0.05)
    assert session.queue("no-such-queue") is None


def test_goodbye_is_said(rabbitmq: RabbitMQ) -> None:
    """RabbitMQ warns of connections that just end."""
    session = _session(_target(rabbitmq))
    _, port = session.sock.getsockname()
    session.close_softly()
    session.close_softly()  # a broken one is closed as well
    rabbitmq.control("await_startup")  # by now it has heard it
    lines = [line for line in rabbitmq.log.splitlines() if f":{port} " in line]
    assert "closing AMQP connection" in lines[-1]
    assert "warning" not in lines[-1]


def test_a_wrong_password(rabbitmq: RabbitMQ) -> None:
    """It is told as what it is, without it."""
    failure = _failure(_target(rabbitmq, password=Secret("canary-wrong")))
    assert failure.reason is Reason.AUTH
    assert "canary" not in str(failure)


def test_a_virtual_host_that_is_not_there(rabbitmq: RabbitMQ) -> None:
    """The user is known and may not go there."""
    assert _failure(_target(rabbitmq, virtual_host="none")).reason is Reason.PERMISSION


@pytest.mark.parametrize("said", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"AMQP\0\0\x09\x01"])
def test_something_else_on_the_port(said: bytes) -> None:
    """A server of another kind or version is told as that, though it stays or leaves."""
    with DripListener(said, 0.0) as other:
        target = AmqpTarget(other.host, other.port, user="u", password=Secret("p"))
        assert _failure(target, 5.0).reason is Reason.WRONG_ANSWER


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (exceptions.ConnectionForced("shutdown"), Reason.UNAVAILABLE),
        (exceptions.NotAllowed("connection limit (1) is reached"), Reason.TOO_MANY_CONNECTIONS),
        (exceptions.UnexpectedFrame("canary"), Reason.WRONG_ANSWER),
        (struct.error("canary"), Reason.WRONG_ANSWER),
        (KeyError("canary"), Reason.WRONG_ANSWER),
        (ValueError("canary"), Reason.WRONG_ANSWER),
        (UnicodeDecodeError("utf-8", b"canary", 0, 1, "canary"), Reason.WRONG_ANSWER),
        (TimeoutError("canary"), Reason.TIMEOUT),
        (ConnectionRefusedError(111, "canary"), Reason.REFUSED),
        (OSError("Server unexpectedly closed connection"), Reason.UNAVAILABLE),
    ],
)
def test_every_error_has_a_reason(error: Exception, reason: Reason) -> None:
    """None of its own words are told."""
    failure = failure_of(error)
    assert failure.reason is reason
    assert "canary" not in str(failure)
