"""Tests of Redis as the broker, with a real worker."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from django_health.checks.celery.broker import broker_of
from django_health.checks.celery.redis_broker import REPLIES_EXPIRE, RedisBroker
from django_health.failure import CheckFailed
from django_health.result import Reason
from live_celery import CeleryProcess, app_of, closing, worker, write_project
from live_servers import Redis, SilentListener, issue_certificate
from live_servers.server import PASSWORD

pytestmark = pytest.mark.usefixtures("redis_worker")


def _url(server: Redis, database: int = 0, password: str = PASSWORD) -> str:
    return f"redis://:{password}@{server.host}:{server.port}/{database}"


def _broker(app: Any, timeout: float = 10.0) -> RedisBroker:
    broker = broker_of(app, timeout)
    assert isinstance(broker, RedisBroker)
    return broker


@pytest.fixture
def broker(redis_app: Any) -> Iterator[RedisBroker]:
    """The broker of an application that has a worker."""
    broker = _broker(redis_app)
    yield broker
    broker.close()


def _failure(url: str, timeout: float = 1.0, **conf: object) -> CheckFailed:
    with closing(app_of(url, **conf)) as app:
        broker = _broker(app, timeout)
        with pytest.raises(CheckFailed) as caught:
            broker.ask(["celery"], with_workers=True)
        broker.close()
    assert PASSWORD not in repr(caught.value)
    assert PASSWORD not in str(caught.value)
    return caught.value


def test_the_worker_answers(broker: RedisBroker) -> None:
    """It is known by its name, and soon: nobody is waited for in vain."""
    answer = broker.ask(["celery"], with_workers=True)
    assert answer.workers == ["canary@host"]
    assert answer.recipients == 1
    assert answer.round_trip is not None
    assert 0 < answer.round_trip < 5
    assert [queue.name for queue in answer.queues] == ["celery"]
    assert answer.unacked == 0
    assert answer.missing == []


def test_workers_are_asked_only_if_wanted(broker: RedisBroker) -> None:
    """Where they take no commands their number is not known."""
    answer = broker.ask(["celery"], with_workers=False)
    assert (answer.workers, answer.recipients) == (None, None)


def test_a_hundred_runs_leave_nothing_behind(broker_redis: Redis, broker: RedisBroker) -> None:
    """No key, no connection, no thread."""
    broker.ask(["celery"], with_workers=True)
    with broker_redis.connect() as admin:

        def state() -> tuple[set[bytes], int, int]:
            return set(admin.keys()), len(admin.client_list()), threading.active_count()

        before = state()
        opened = admin.info("stats")["total_connections_received"]
        for _ in range(100):
            assert broker.ask(["celery"], with_workers=True).workers == ["canary@host"]
        assert state() == before
        assert admin.info("stats")["total_connections_received"] == opened


def test_a_silent_worker_is_missed_and_found_again(
    broker_redis: Redis, redis_worker: CeleryProcess
) -> None:
    """It is waited for once; what is kept for its late answers ends by itself."""
    with closing(app_of(_url(broker_redis))) as app:
        hasty = _broker(app, timeout=0.4)
        assert hasty.ask([], with_workers=True).workers == ["canary@host"]
        redis_worker.pause()
        try:
            answer = hasty.ask([], with_workers=True)
            assert (answer.workers, answer.recipients) == ([], 1)
            with broker_redis.connect() as admin:
                assert 0 < admin.ttl(hasty._replies) <= REPLIES_EXPIRE
        finally:
            redis_worker.resume()
        deadline = time.monotonic() + 20
        while not hasty.ask([], with_workers=True).workers:
            assert time.monotonic() < deadline
        with broker_redis.connect() as admin:
            assert not admin.exists(hasty._replies)
        hasty.close()


def test_a_stopped_worker_is_gone_at_once(broker_redis: Redis, tmp_path: Path) -> None:
    """The broker tells that nobody listens; while two do, both are counted."""
    project = write_project(tmp_path, _url(broker_redis, 1))
    with closing(app_of(_url(broker_redis, 1))) as app:
        broker = _broker(app)
        with worker(project, "one") as one, worker(project, "two") as two:
            assert broker.ask([], with_workers=True).workers == ["one@host", "two@host"]
            one.stop()
            assert broker.ask([], with_workers=True).workers == ["two@host"]
            two.stop()
        answer = broker.ask([], with_workers=True)
        assert (answer.workers, answer.recipients) == ([], 0)
        broker.close()


def test_options_of_the_transport_are_heeded(broker_redis: Redis, tmp_path: Path) -> None:
    """With a prefix and priorities of its own, workers and queues are found."""
    options = {"global_keyprefix": "shop:", "sep": ":", "priority_steps": [0, 5]}
    conf = {"broker_transport_options": options}
    named = {f"CELERY_{key.upper()}": value for key, value in conf.items()}
    project = write_project(tmp_path, _url(broker_redis, 2), **named)
    with closing(app_of(_url(broker_redis, 2), **conf)) as app:
        broker = _broker(app)
        with worker(project) as process:
            assert broker.ask([], with_workers=True).workers == ["canary@host"]
            process.stop()
        app.send_task("canary.sleep", (0,), priority=5)
        assert broker.ask(["celery"], with_workers=False).queues[0].length == 1
        broker.close()


def test_a_restarted_broker_is_asked_again(tmp_path: Path) -> None:
    """The kept connection is replaced in the same run."""
    with Redis(tmp_path, password=PASSWORD) as server, closing(app_of(_url(server))) as app:
        broker = _broker(app)
        broker.ask([], with_workers=True)
        server.restart()
        assert broker.ask([], with_workers=True).recipients == 0
        broker.close()


def test_a_wrong_password(broker_redis: Redis) -> None:
    """It is told as what it is, and neither password is."""
    failure = _failure(_url(broker_redis, password="canary-wrong"))
    assert failure.reason is Reason.AUTH
    assert "canary" not in str(failure)


def test_nobody_listens_on_the_port() -> None:
    """Nothing is tried again within the run."""
    assert _failure("redis://127.0.0.1:1/0").reason is Reason.REFUSED


def test_a_name_that_does_not_resolve() -> None:
    """It is told by reason, not by name."""
    failure = _failure("redis://no-such-host.invalid/0")
    assert failure.reason is Reason.DNS
    assert "invalid" not in str(failure)


def test_a_silent_broker_takes_no_more_than_the_timeout() -> None:
    """It accepts, and that is all."""
    with SilentListener() as silent:
        started = time.monotonic()
        failure = _failure(f"redis://:{PASSWORD}@127.0.0.1:{silent.port}/0", timeout=0.5)
        assert failure.reason is Reason.TIMEOUT
        assert time.monotonic() - started < 5


def test_a_cancelled_run_ends_at_once() -> None:
    """Whatever it waits for."""
    with SilentListener() as silent, closing(app_of(f"redis://127.0.0.1:{silent.port}/0")) as app:
        broker = _broker(app, timeout=60)
        threading.Timer(0.3, broker.cancel).start()
        started = time.monotonic()
        with pytest.raises(CheckFailed):
            broker.ask([], with_workers=True)
        assert time.monotonic() - started < 20


def test_the_next_place_is_asked_when_the_first_is_down(broker_redis: Redis) -> None:
    """As kombu does it."""
    with closing(app_of(f"redis://127.0.0.1:1/0;{_url(broker_redis)}")) as app:
        broker = _broker(app)
        assert broker.ask([], with_workers=True).workers == ["canary@host"]
        broker.close()


def test_over_tls(tmp_path: Path) -> None:
    """The certificate is verified as the options say."""
    files = issue_certificate(tmp_path)
    with Redis(password=PASSWORD, tls=files) as server:
        url = f"rediss://:{PASSWORD}@localhost:{server.tls_port}/0"
        options = {"ssl_cert_reqs": "required", "ssl_ca_certs": str(files.authority)}
        with closing(app_of(url, broker_use_ssl=options)) as app:
            broker = _broker(app)
            assert broker.ask([], with_workers=True).recipients == 0
            broker.close()
        strange = {"ssl_cert_reqs": "required"}
        assert _failure(url, broker_use_ssl=strange).reason is Reason.TLS


def test_over_a_unix_socket(tmp_path: Path) -> None:
    """With the password in the URL."""
    with Redis(tmp_path, password=PASSWORD) as server:
        url = f"redis+socket://:{PASSWORD}@{server.unix_socket}?virtual_host=3"
        with closing(app_of(url)) as app:
            broker = _broker(app)
            assert broker.ask(["celery"], with_workers=True).recipients == 0
            broker.close()


def test_a_user_who_may_not_publish_loses_the_workers_alone(broker_redis: Redis) -> None:
    """The queues are told all the same."""
    with broker_redis.connect() as admin:
        rules = ("on", ">narrow", "~*", "&*", "+@all", "-publish")
        admin.execute_command("ACL", "SETUSER", "narrow", *rules)
        url = f"redis://narrow:narrow@{broker_redis.host}:{broker_redis.port}/0"
        with closing(app_of(url)) as app:
            broker = _broker(app)
            answer = broker.ask(["celery"], with_workers=True)
            broker.close()
        admin.acl_deluser("narrow")
    assert answer.workers is None
    assert [entry.partition(":")[0] for entry in answer.missing] == ["workers"]
    assert len(answer.queues) == 1


def test_garbage_in_the_reply_queue_is_a_wrong_answer(
    broker_redis: Redis, broker: RedisBroker
) -> None:
    """Whoever can write to the broker can put anything there; the next run is well again."""
    key = broker._replies
    with broker_redis.connect() as admin:
        admin.rpush(key, "canary-garbage")
        with pytest.raises(CheckFailed) as caught:
            broker.ask([], with_workers=True)
        assert caught.value.reason is Reason.WRONG_ANSWER
        assert "canary" not in str(caught.value)
        assert broker.ask([], with_workers=True).workers == ["canary@host"]
