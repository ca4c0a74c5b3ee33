"""Tests of RabbitMQ as the broker, with a real worker."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from django_health.checks.celery.amqp_broker import AmqpBroker
from django_health.checks.celery.broker import broker_of
from django_health.failure import CheckFailed
from django_health.result import Reason
from live_celery import CeleryProcess, app_of, closing
from live_servers import SilentListener, issue_certificate
from live_servers.rabbitmq import RabbitMQ
from live_servers.server import PASSWORD

pytestmark = pytest.mark.usefixtures("rabbitmq_worker")


def _broker(app: Any, timeout: float = 10.0) -> AmqpBroker:
    broker = broker_of(app, timeout)
    assert isinstance(broker, AmqpBroker)
    return broker


@pytest.fixture
def broker(rabbitmq_app: Any) -> Iterator[AmqpBroker]:
    """The broker of an application that has a worker."""
    broker = _broker(rabbitmq_app)
    yield broker
    broker.close()


def _failure(url: str, timeout: float = 1.0, **conf: object) -> CheckFailed:
    with closing(app_of(url, **conf)) as app:
        broker = _broker(app, timeout)
        with pytest.raises(CheckFailed) as caught:
            broker.ask(["celery"], with_workers=True)
        broker.close()
    assert PASSWORD not in repr(caught.value)
    return caught.value


def test_without_any_worker_ever_nobody_answers() -> None:
    """There is no exchange yet, and none is made; a queue that is not there is no figure."""
    with RabbitMQ() as server, closing(app_of(server.url)) as app:
        broker = _broker(app)
        for _ in range(2):
            answer = broker.ask(["celery"], with_workers=True)
            assert (answer.workers, answer.recipients, answer.queues) == ([], 0, [])
        assert server.log.count("no queue 'celery'") == 1
        assert "celery.pidbox" not in server.control("list_exchanges", "name").split()
        server.restart()
        assert broker.ask([], with_workers=True).workers == []
        broker.close()


def test_the_worker_answers(broker: AmqpBroker) -> None:
    """It is known by its name; the queue has its length and its consumer."""
    answer = broker.ask(["celery"], with_workers=True)
    assert answer.workers == ["canary@host"]
    assert answer.round_trip is not None
    (queue,) = answer.queues
    assert (queue.name, queue.length, queue.consumers) == ("celery", 0, 1)
    assert queue.oldest_age is None


def test_workers_are_asked_only_if_wanted(broker: AmqpBroker) -> None:
    """Where they take no commands their number is not known."""
    assert broker.ask(["celery"], with_workers=False).workers is None


def test_with_nothing_to_ask_for_the_broker_is_asked_all_the_same(rabbitmq: RabbitMQ) -> None:
    """A queue that is not there is not asked for again at once, yet a dead connection is seen."""
    with closing(app_of(rabbitmq.url)) as app:
        broker = _broker(app)
        assert broker.ask(["no-such-queue"], with_workers=False).queues == []
        died = broker._kept.current
        broker.cancel()
        assert broker.ask(["no-such-queue"], with_workers=False).queues == []
        assert broker._kept.current is not died
        broker.close()


def _objects(server: RabbitMQ) -> list[list[str]]:
    kinds = ("channels", "queues", "bindings")
    return [sorted(server.control(f"list_{kind}").splitlines()) for kind in kinds]


def test_a_hundred_runs_leave_nothing_behind(rabbitmq: RabbitMQ, broker: AmqpBroker) -> None:
    """No queue, binding, channel of a connection, or thread; and nothing after the end."""
    empty = _objects(rabbitmq)
    broker.ask(["celery"], with_workers=True)
    before, threads = _objects(rabbitmq), threading.active_count()
    for _ in range(100):
        assert broker.ask(["celery"], with_workers=True).workers == ["canary@host"]
    assert _objects(rabbitmq) == before
    assert threading.active_count() == threads
    broker.close()
    deadline = time.monotonic() + 10
    while _objects(rabbitmq) != empty:
        assert time.monotonic() < deadline


def test_a_silent_worker_is_missed_and_found_again(
    rabbitmq: RabbitMQ, rabbitmq_worker: CeleryProcess
) -> None:
    """Its late answer makes it expected again."""
    with closing(app_of(rabbitmq.url)) as app:
        hasty = _broker(app, timeout=0.8)
        assert hasty.ask([], with_workers=True).workers == ["canary@host"]
        rabbitmq_worker.pause()
        try:
            assert hasty.ask([], with_workers=True).workers == []
        finally:
            rabbitmq_worker.resume()
        deadline = time.monotonic() + 20
        while not hasty.ask([], with_workers=True).workers:
            assert time.monotonic() < deadline
        hasty.close()


def test_a_wrong_password(rabbitmq: RabbitMQ) -> None:
    """It is told as what it is, and neither password is."""
    failure = _failure(rabbitmq.url.replace(PASSWORD, "canary-wrong"))
    assert failure.reason is Reason.AUTH
    assert "canary" not in str(failure)


def test_nobody_listens_on_the_port() -> None:
    """Nothing is tried again within the run."""
    assert _failure("amqp://127.0.0.1:1//").reason is Reason.REFUSED


def test_a_name_that_does_not_resolve() -> None:
    """It is told by reason, not by name."""
    assert _failure("amqp://no-such-host.invalid//").reason is Reason.DNS


def test_a_silent_broker_takes_no_more_than_the_timeout() -> None:
    """It accepts, and that is all."""
    with SilentListener() as silent:
        started = time.monotonic()
        failure = _failure(f"amqp://u:{PASSWORD}@127.0.0.1:{silent.port}//", timeout=0.5)
        assert failure.reason is Reason.TIMEOUT
        assert time.monotonic() - started < 5


def test_a_cancelled_run_ends_at_once() -> None:
    """Whatever it waits for."""
    with SilentListener() as silent, closing(app_of(f"amqp://127.0.0.1:{silent.port}//")) as app:
        broker = _broker(app, timeout=60)
        threading.Timer(0.3, broker.cancel).start()
        started = time.monotonic()
        with pytest.raises(CheckFailed):
            broker.ask([], with_workers=True)
        assert time.monotonic() - started < 20


def test_a_frozen_broker_times_out_and_is_well_again(tmp_path: Path) -> None:
    """Also over the kept connection."""
    with RabbitMQ(tmp_path) as server, closing(app_of(server.url)) as app:
        broker = _broker(app, timeout=1.0)
        broker.ask([], with_workers=True)
        server.pause()
        with pytest.raises(CheckFailed) as caught:
            broker.ask([], with_workers=True)
        assert caught.value.reason is Reason.TIMEOUT
        server.resume()
        assert broker.ask([], with_workers=True).workers == []
        broker.close()


def test_an_alarm_is_told_as_what_it_is(rabbitmq: RabbitMQ, broker: AmqpBroker) -> None:
    """A broker without memory takes no messages; queues are told all the same."""
    rabbitmq.control("set_vm_memory_high_watermark", "absolute", "1")
    try:
        for _ in range(2):
            with pytest.raises(CheckFailed) as caught:
                broker.ask(["celery"], with_workers=True)
            assert caught.value.reason is Reason.UNAVAILABLE
            assert "alarm" in str(caught.value)
            assert "celery" in str(caught.value.details["queues"])
    finally:
        rabbitmq.control("set_vm_memory_high_watermark", "0.9")
    deadline = time.monotonic() + 30
    while not broker.ask([], with_workers=True).workers:
        assert time.monotonic() < deadline


def test_over_tls(tmp_path: Path) -> None:
    """The certificate is verified as the options say."""
    files = issue_certificate(tmp_path)
    with RabbitMQ(tls=files) as server:
        url = server.url.replace(f":{server.port}/", f":{server.tls_port}/")
        trusted = {"ca_certs": str(files.authority)}
        with closing(app_of(url, broker_use_ssl=trusted)) as app:
            broker = _broker(app)
            assert broker.ask([], with_workers=True).workers == []
            broker.close()
        assert _failure(url, timeout=5, broker_use_ssl=True).reason is Reason.TLS


@pytest.mark.parametrize(
    ("read", "write", "missing", "queues"),
    [(".*", "^$", ["workers"], 1), ("^$", ".*", ["workers"], 1)],
)
def test_a_narrow_user_loses_only_what_it_may_not(
    rabbitmq: RabbitMQ,
    read: str,
    write: str,
    missing: list[str],
    queues: int,
) -> None:
    """Each missing figure is told with its grant; again and again on the same connection."""
    rabbitmq.control("add_user", "narrow", "narrow")
    try:
        rabbitmq.control("set_permissions", "narrow", ".*", write, read)
        url = f"amqp://narrow:narrow@{rabbitmq.host}:{rabbitmq.port}//"
        with closing(app_of(url)) as app:
            broker = _broker(app, timeout=1.0)
            for _ in range(2):
                answer = broker.ask(["celery"], with_workers=True)
                assert [entry.partition(":")[0] for entry in answer.missing] == missing
                assert len(answer.queues) == queues
                assert answer.workers is None
            broker.close()
    finally:
        rabbitmq.control("delete_user", "narrow")
