"""Tests of queue lengths and ages on a real Redis, with messages of Celery's."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from celery.signals import before_task_publish

from django_health.checks.celery.answer import BrokerAnswer, QueueState
from django_health.checks.celery.redis_layout import layout_of
from django_health.checks.celery.redis_queues import RedisQueues
from django_health.checks.celery.redis_session import BrokerSession
from django_health.network.cancellable_socket import CancellableSocket
from django_health.targets import RedisTarget, Secret
from live_celery import app_of, closing
from live_servers import Redis
from live_servers.server import PASSWORD

DATABASE = 5


class _Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> _Clock:
    """A clock that stands still."""
    return _Clock()


@pytest.fixture
def app(broker_redis: Redis) -> Iterator[Any]:
    """An application without a worker, on an empty database."""
    with broker_redis.connect() as admin:
        admin.select(DATABASE)
        admin.flushdb()
    url = f"redis://:{PASSWORD}@{broker_redis.host}:{broker_redis.port}/{DATABASE}"
    with closing(app_of(url)) as app:
        yield app


def _session(server: Redis, user: str = "", password: str = PASSWORD) -> BrokerSession:
    place = server.host, server.port
    target = RedisTarget(
        alias="",
        backend="celery",
        server="",
        host=place[0],
        port=place[1],
        database=DATABASE,
        user=user,
        password=Secret(password),
    )
    session = BrokerSession(CancellableSocket().open(place, 5), target, 5)
    session.open()
    return session


@pytest.fixture
def session(broker_redis: Redis) -> Iterator[BrokerSession]:
    """An open session."""
    session = _session(broker_redis)
    yield session
    session.close()


@pytest.fixture
def queues(clock: _Clock) -> RedisQueues:
    """Queues in kombu's default layout."""
    return RedisQueues(layout_of({}, DATABASE), clock)


def _look(queues: RedisQueues, session: BrokerSession, name: str = "celery") -> QueueState:
    answer = BrokerAnswer()
    queues.look(session, [name], answer)
    assert answer.missing == []
    return answer.queues[0]


def test_messages_of_all_priorities_count(
    app: Any, queues: RedisQueues, session: BrokerSession
) -> None:
    """Each step of priorities has a list of its own."""
    for priority in (0, 3, 7, 9):
        app.send_task("canary.sleep", (0,), priority=priority)
    assert _look(queues, session).length == 4


@pytest.mark.usefixtures("app")
def test_an_empty_queue_has_length_and_no_age(queues: RedisQueues, session: BrokerSession) -> None:
    """Nothing waits, so nothing is old."""
    assert _look(queues, session) == QueueState("celery", 0, unchanged=0.0)


def test_without_a_timestamp_the_age_is_not_known(
    app: Any, queues: RedisQueues, session: BrokerSession
) -> None:
    """Celery puts none into a message."""
    app.send_task("canary.sleep", (0,))
    assert _look(queues, session).oldest_age is None


def _stamp(properties: dict[str, Any], **_: object) -> None:
    properties["timestamp"] = int(time.time()) - 60


def test_an_application_can_stamp_its_messages(
    app: Any, queues: RedisQueues, session: BrokerSession
) -> None:
    """A receiver of a signal is enough; the oldest message decides."""
    before_task_publish.connect(_stamp)
    try:
        app.send_task("canary.sleep", (0,))
    finally:
        before_task_publish.disconnect(_stamp)
    app.send_task("canary.sleep", ("x" * 5000,), timestamp=int(time.time()))
    age = _look(queues, session).oldest_age
    assert age is not None
    assert 59 <= age < 90


def test_a_message_that_stays_is_seen(
    app: Any, queues: RedisQueues, session: BrokerSession, clock: _Clock
) -> None:
    """As long as the same one is next in line, nothing is consumed."""
    app.send_task("canary.sleep", (0,))
    app.send_task("canary.sleep", (0,))
    assert _look(queues, session).unchanged == 0
    clock.now += 30
    assert _look(queues, session).unchanged == 30
    session.ask("RPOP", "celery")
    assert _look(queues, session).unchanged == 0
    clock.now += 5
    assert _look(queues, session).unchanged == 5


@pytest.mark.usefixtures("app")
def test_unacknowledged_messages_are_counted(queues: RedisQueues, session: BrokerSession) -> None:
    """They are in a hash until a worker is done."""
    session.ask("HSET", "unacked", "tag", "message")
    answer = BrokerAnswer()
    queues.look(session, ["celery"], answer)
    assert answer.unacked == 1


@pytest.mark.usefixtures("app")
def test_a_key_that_is_no_list_is_no_queue(queues: RedisQueues, session: BrokerSession) -> None:
    """Its length is not known, and another queue's is."""
    session.ask("SET", "odd", "1")
    answer = BrokerAnswer()
    queues.look(session, ["odd", "celery"], answer)
    assert [queue.name for queue in answer.queues] == ["celery"]


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("allowed", "lengths", "missing"),
    [
        (("+llen", "+hlen"), 1, ["message that is next in line"]),
        (("+eval", "+hlen"), 0, ["queue lengths"]),
        (("+eval", "+llen"), 1, ["unacked messages"]),
        ((), 0, ["message that is next in line", "unacked messages", "queue lengths"]),
    ],
)
def test_a_narrow_user_loses_only_what_it_may_not(
    broker_redis: Redis,
    queues: RedisQueues,
    allowed: tuple[str, ...],
    lengths: int,
    missing: list[str],
) -> None:
    """Each missing figure is told with its grant."""
    with broker_redis.connect() as admin:
        rules = ("on", ">narrow", "~*", "+select", *allowed)
        admin.execute_command("ACL", "SETUSER", "narrow", *rules)
        narrow = _session(broker_redis, "narrow", "narrow")
        answer = BrokerAnswer()
        queues.look(narrow, ["celery"], answer)
        narrow.close()
        admin.acl_deluser("narrow")
    assert len(answer.queues) == lengths
    assert [entry.partition(":")[0] for entry in answer.missing] == missing
