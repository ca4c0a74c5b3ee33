"""Redis as Celery's broker, asked over one kept connection."""

from __future__ import annotations

import ssl
import uuid
from collections.abc import Sequence
from functools import partial
from typing import Any

from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import ResponseError

from django_health.caches.redis.driver_errors import EXPLAINED, failure_of
from django_health.caches.redis.tls import open_encrypted, tls_context
from django_health.checks.celery.answer import BrokerAnswer
from django_health.checks.celery.failover import first_open
from django_health.checks.celery.mailbox import Mailbox
from django_health.checks.celery.redis_layout import RedisLayout, envelope, opened
from django_health.checks.celery.redis_queues import RedisQueues
from django_health.checks.celery.redis_session import BrokerSession, is_refusal
from django_health.checks.celery.roll_call import RollCall
from django_health.connection import KeptConnection
from django_health.network.bounded_socket import BoundedSocket
from django_health.network.cancellable_socket import CancellableSocket
from django_health.targets import RedisTarget

REPLIES_EXPIRE = 86400
"""Seconds for which answers that came too late are kept for the next ping. So long because no
answer comes later than that, and would then lie there for ever."""

_MOST_LATE = 200
_PING_GRANT = "workers: ACL SETUSER <user> +publish +brpop +del +rpush +expire +lrange &*.pidbox"


class RedisBroker:
    """Asks workers and queues in kombu's own way, with one connection instead of its several.

    Workers put their answers straight into a list of ours, so that no binding is left behind; the
    list itself is there only while an answer is awaited.

    Args:
        places: Where it is; the first that can be reached is asked.
        layout: The names of kombu's keys.
        mailbox: Where the workers listen.
        roll_call: How long to wait for them.
        timeout: Seconds for the run, and for every single wait in it.
    """

    def __init__(
        self,
        places: Sequence[RedisTarget],
        layout: RedisLayout,
        mailbox: Mailbox,
        roll_call: RollCall,
        timeout: float,
    ) -> None:
        self._places = places
        self._layout = layout
        self._mailbox = mailbox
        # Made once, so that no run leaves a list of its own behind.
        self._reply_queue = f"{uuid.uuid4()}.{mailbox.reply_exchange}"
        self._replies = layout.key(self._reply_queue)
        self._roll_call = roll_call
        self._timeout = timeout
        self._queues = RedisQueues(layout)
        self._socket = CancellableSocket()
        self._contexts: dict[RedisTarget, ssl.SSLContext] = {}
        self._kept = KeptConnection(self._open, BrokerSession.close, _is_broken)

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

    def _ask(
        self, queues: Sequence[str], with_workers: bool, session: BrokerSession
    ) -> BrokerAnswer:
        answer = BrokerAnswer()
        self._queues.look(session, queues, answer)
        if with_workers:
            self._call_workers(session, answer)
        return answer

    def _call_workers(self, session: BrokerSession, answer: BrokerAnswer) -> None:
        ticket, roll_call = str(uuid.uuid4()), self._roll_call
        roll_call.begin()
        late, _, recipients = session.ask_all(
            [
                ("LRANGE", self._replies, 0, _MOST_LATE - 1),
                ("DEL", self._replies),
                self._publication(ticket),
            ]
        )
        for refused in (late, recipients):
            if isinstance(refused, ResponseError):
                _missing(refused, answer)
                return
        for message in late:
            self._hear(message, ticket)
        while (seconds := roll_call.remaining(recipients)) > 0:
            if not self._await(session, ticket, seconds, answer):
                return
        roll_call.end()
        if len(roll_call.workers) < recipients:
            self._keep_late(session)
        answer.workers, answer.round_trip = roll_call.workers, roll_call.round_trip
        answer.recipients = recipients

    def _publication(self, ticket: str) -> tuple[str, ...]:
        mailbox = self._mailbox
        # Sent to no exchange, an answer goes to the queue of that name, which needs no binding.
        ping = mailbox.ping(ticket, exchange="", routing_key=self._reply_queue)
        topic = self._layout.topic(mailbox.exchange)
        return "PUBLISH", topic, envelope(ping, mailbox.exchange)

    def _await(
        self, session: BrokerSession, ticket: str, seconds: float, answer: BrokerAnswer
    ) -> bool:
        """Wait for one answer; return whether such waiting is possible at all."""
        (popped,) = session.ask_all([("BRPOP", self._replies, f"{max(seconds, 0.01):.3f}")])
        if isinstance(popped, ResponseError):
            _missing(popped, answer)
            return False
        if popped is not None:
            self._hear(popped[1], ticket)
        return True

    def _hear(self, message: bytes, ticket: str) -> None:
        if not message:
            return  # our own mark
        content, told = opened(message)
        worker = self._mailbox.worker_of(content)
        if told == ticket:
            self._roll_call.heard(worker)
        else:
            self._roll_call.heard_late(worker)

    def _keep_late(self, session: BrokerSession) -> None:
        """Make a list that ends by itself, for the answers that are still to come."""
        session.ask_all(
            [
                ("DEL", self._replies),
                ("RPUSH", self._replies, ""),
                ("EXPIRE", self._replies, REPLIES_EXPIRE),
            ]
        )

    def _open(self) -> BrokerSession:
        return first_open(self._places, self._open_one, self._timeout, EXPLAINED)

    def _open_one(self, place: RedisTarget, timeout: float) -> BrokerSession:
        session = BrokerSession(self._opened(place, timeout), place, self._timeout)
        session.open()
        return session

    def _opened(self, place: RedisTarget, timeout: float) -> BoundedSocket:
        address = place.unix_socket or (place.host, place.port)
        if not place.tls:
            return self._socket.open(address, timeout)
        if place not in self._contexts:
            self._contexts[place] = tls_context(place.options)
        try:
            return open_encrypted(self._socket, address, timeout, self._contexts[place])
        except ssl.SSLError:
            del self._contexts[place]  # certificates may be renewed: read them again next time
            raise


def _missing(refused: ResponseError, answer: BrokerAnswer) -> None:
    """Note that workers cannot be asked, if it is for want of a privilege.

    Raises:
        ResponseError: It is not.
    """
    if not is_refusal(refused):
        raise refused
    answer.missing.append(_PING_GRANT)


def _is_broken(error: Any) -> bool:
    """Whether a kept connection had ended; redis-py has subclasses for all other errors."""
    return type(error) is RedisConnectionError
