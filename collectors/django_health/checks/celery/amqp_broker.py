"""An AMQP broker, as RabbitMQ, asked over one kept connection."""

from __future__ import annotations

import ssl
import time
import uuid
from collections.abc import Sequence
from functools import partial
from typing import Any

from amqp import exceptions

from django_health.checks.celery.amqp_session import (
    EXPLAINED,
    AmqpSession,
    failure_of,
    message_of,
)
from django_health.checks.celery.amqp_target import AmqpTarget
from django_health.checks.celery.answer import BrokerAnswer, QueueState
from django_health.checks.celery.failover import first_open
from django_health.checks.celery.mailbox import Content, Mailbox
from django_health.checks.celery.roll_call import RollCall
from django_health.connection import KeptConnection
from django_health.failure import CheckFailed
from django_health.network.cancellable_socket import CancellableSocket
from django_health.result import Reason

_LENGTH_GRANT = "length of a queue: rabbitmqctl set_permissions ... read permission on the queue"
_PING_GRANT = "workers: rabbitmqctl set_permissions ... configure, write and read '.*pidbox'"


ABSENCE = 60.0
"""Seconds for which a queue that is not there is not asked for again: RabbitMQ logs an error at
each such question."""


class AmqpBroker:
    """Asks workers and queues in kombu's own way.

    The reply queue is exclusive: it ends with the connection, and holds late answers until then.

    Args:
        places: Where it is; the first that can be reached is asked.
        mailbox: Where the workers listen.
        roll_call: How long to wait for them.
        timeout: Seconds for the run, and for every single wait in it.
    """

    def __init__(
        self,
        places: Sequence[AmqpTarget],
        mailbox: Mailbox,
        roll_call: RollCall,
        timeout: float,
    ) -> None:
        self._places = places
        self._mailbox = mailbox
        self._roll_call = roll_call
        self._timeout = timeout
        self._ticket = self._reply_key = ""
        self._absent: dict[str, float] = {}
        self._channel: Any = None
        self._socket = CancellableSocket()
        self._contexts: dict[AmqpTarget, ssl.SSLContext | None] = {}
        self._kept = KeptConnection(self._open, AmqpSession.close_softly, _is_broken)

    @property
    def connections(self) -> int:
        """How many connections to the broker are kept open now."""
        return self._kept.count

    def ask(self, queues: Sequence[str], *, with_workers: bool) -> BrokerAnswer:
        """Ask for the state of the queues and, if wanted, for the workers.

        Raises:
            CheckFailed: It cannot be reached or does not answer well.
        """
        self._socket.begin()
        try:
            return self._kept.use(partial(self._ask, queues, with_workers))
        except EXPLAINED as error:
            raise failure_of(error) from None

    def cancel(self) -> None:
        """End the run under way, also while it connects."""
        self._socket.cancel()

    def close(self) -> None:
        """Close the kept connection."""
        self._kept.close()

    def _ask(self, queues: Sequence[str], with_workers: bool, session: AmqpSession) -> BrokerAnswer:
        answer = BrokerAnswer()
        asked = [self._look(session, queue, answer) for queue in queues]
        if not with_workers and not any(asked):
            session.ping()
        if with_workers:
            try:
                self._call_workers(session, answer)
            except exceptions.AccessRefused:
                self._channel = None
                answer.missing.append(_PING_GRANT)
        return answer

    def _look(self, session: AmqpSession, queue: str, answer: BrokerAnswer) -> bool:
        """Add what is known of a queue; return whether the broker was asked."""
        if time.monotonic() - self._absent.get(queue, -ABSENCE) < ABSENCE:
            return False
        try:
            found = session.queue(queue)
        except exceptions.AccessRefused:
            if _LENGTH_GRANT not in answer.missing:
                answer.missing.append(_LENGTH_GRANT)
        else:
            if found is None:
                self._absent[queue] = time.monotonic()
            else:
                messages, consumers = found
                answer.queues.append(QueueState(queue, messages, consumers=consumers))
        return True

    def _call_workers(self, session: AmqpSession, answer: BrokerAnswer) -> None:
        channel = self._listening(session)
        roll_call, mailbox = self._roll_call, self._mailbox
        if not session.has_exchange(mailbox.exchange):  # no worker has ever listened there
            answer.workers, answer.recipients = [], 0
            return
        self._ticket = str(uuid.uuid4())
        ping = mailbox.ping(
            self._ticket, exchange=mailbox.reply_exchange, routing_key=self._reply_key
        )
        roll_call.begin()
        channel.basic_publish(message_of(ping), mailbox.exchange)
        while (seconds := roll_call.remaining()) > 0:
            session.hear(seconds)
            if session.is_blocked:
                raise _blocked(answer)
        roll_call.end()
        answer.workers, answer.round_trip = roll_call.workers, roll_call.round_trip

    def _listening(self, session: AmqpSession) -> Any:
        """Return the channel that consumes the reply queue."""
        if self._channel is not None:
            return self._channel
        exchange = self._mailbox.reply_exchange
        queue = f"{self._reply_key}.{exchange}"
        channel = session.channel()
        channel.exchange_declare(exchange, "direct", durable=False, auto_delete=False)
        channel.queue_declare(queue, durable=False, exclusive=True, auto_delete=False)
        channel.queue_bind(queue, exchange, self._reply_key)
        channel.basic_consume(queue, no_ack=True, callback=self._hear)
        self._channel = channel
        return channel

    def _hear(self, message: Any) -> None:
        headers = message.headers or {}
        content = Content(
            str(message.properties.get("content_type", "")),
            str(message.properties.get("content_encoding", "")),
            message.body,
        )
        worker = self._mailbox.worker_of(content)
        if headers.get("ticket") == self._ticket:
            self._roll_call.heard(worker)
        else:
            self._roll_call.heard_late(worker)

    def _open(self) -> AmqpSession:
        self._channel = None
        # Of its own for each connection: the broker may not yet know that the last one has ended.
        self._reply_key = str(uuid.uuid4())
        return first_open(self._places, self._open_one, self._timeout, EXPLAINED)

    def _open_one(self, place: AmqpTarget, timeout: float) -> AmqpSession:
        if place not in self._contexts:
            self._contexts[place] = place.context()
        context = self._contexts[place]
        try:
            opened = self._socket.open((place.host, place.port), timeout, context)
        except ssl.SSLError:
            del self._contexts[place]  # certificates may be renewed: read them again next time
            raise
        session = AmqpSession(opened, place, self._timeout)
        session.open()
        return session


def _blocked(answer: BrokerAnswer) -> CheckFailed:
    return CheckFailed(
        Reason.UNAVAILABLE,
        "the broker takes no messages: an alarm on its memory or disk is set",
        details=answer.details(),
        measurements=answer.measurements(),
    )


def _is_broken(error: Exception) -> bool:
    """Whether a kept connection had ended."""
    return not isinstance(error, TimeoutError) and isinstance(
        error, OSError | exceptions.RecoverableConnectionError
    )
