"""Tests of the check of Celery's workers and queues, with a real worker on a real broker."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from django_health.checks.celery.check import INTERVAL, CeleryCheck, celery_checks
from django_health.engine import Engine
from django_health.failure import CheckFailed
from django_health.result import CheckResult, Outcome, Reason, Status
from django_health.settings import HealthSettings, Timeouts
from live_celery import NAME, CeleryProcess, app_of, closing, worker, write_project
from live_servers import Redis, SilentListener
from live_servers.rabbitmq import RabbitMQ
from live_servers.server import PASSWORD

pytestmark = pytest.mark.usefixtures("django_project")


def _url(server: Redis, database: int = 0) -> str:
    return f"redis://:{PASSWORD}@{server.host}:{server.port}/{database}"


def _figure(outcome: Outcome | CheckFailed, name: str) -> float:
    (value,) = [one.value for one in outcome.measurements if one.family.name.endswith(name)]
    return value


def _result(engine: Engine, deadline: float = 10.0) -> CheckResult:
    (result,) = engine.run(deadline=deadline).results
    return result


@pytest.mark.usefixtures("redis_app", "redis_worker")
def test_a_worker_that_answers_is_well() -> None:
    """It is counted and named, its queue is measured, and the answer is kept for a while."""
    check = CeleryCheck(10.0)
    outcome = check.check()
    check.close()
    assert outcome.status is Status.OK
    assert outcome.details["active_workers"] == 1
    assert outcome.details["workers"] == ["canary@host"]
    assert outcome.details["queues"] == {"celery": {"length": 0, "head_unchanged": 0.0}}
    assert _figure(outcome, "celery_workers") == 1
    assert check.min_interval == INTERVAL


@pytest.mark.usefixtures("rabbitmq_app", "rabbitmq_worker")
def test_rabbitmq_is_asked_as_well() -> None:
    """It also tells who consumes a queue."""
    check = CeleryCheck(10.0)
    outcome = check.check()
    check.close()
    assert outcome.status is Status.OK
    assert outcome.details["workers"] == ["canary@host"]
    assert outcome.details["queues"] == {"celery": {"length": 0, "consumers": 1}}


@pytest.mark.usefixtures("redis_app", "redis_worker")
def test_no_series_bears_the_name_of_a_worker() -> None:
    """The labels are queues of the configuration."""
    check = CeleryCheck(10.0)
    outcome = check.check()
    check.close()
    assert {label for one in outcome.measurements for label in one.labels} == {"celery"}


def test_a_worker_that_is_stopped_is_missed(broker_redis: Redis, tmp_path: Path) -> None:
    """Without any, tasks only wait: an error, with the queues told all the same."""
    project = write_project(tmp_path, _url(broker_redis, 3))
    with closing(app_of(_url(broker_redis, 3))) as app:
        check = CeleryCheck(10.0)
        with worker(project, "one") as one, worker(project, "two") as two:
            assert check.check().details["active_workers"] == 2
            one.stop()
            assert check.check().details["workers"] == ["two@host"]
            two.stop()
        app.send_task("canary.sleep", (0,))
        with pytest.raises(CheckFailed, match="no worker is connected") as caught:
            check.check()
        check.close()
    assert caught.value.reason is Reason.UNAVAILABLE
    assert caught.value.details["active_workers"] == 0
    assert _figure(caught.value, "celery_workers") == 0
    assert _figure(caught.value, "queue_length") == 1


@pytest.mark.usefixtures("redis_app")
def test_a_worker_that_hangs_is_missed(redis_worker: CeleryProcess) -> None:
    """It is connected and does not answer."""
    check = CeleryCheck(0.4)
    redis_worker.pause()
    try:
        with pytest.raises(CheckFailed, match="no worker answered the ping"):
            check.check()
    finally:
        redis_worker.resume()
    check.close()


def test_workers_that_take_no_commands_are_not_asked(broker_redis: Redis) -> None:
    """Their number is absent, not 0."""
    with closing(app_of(_url(broker_redis, 4), worker_enable_remote_control=False)):
        check = CeleryCheck(10.0)
        outcome = check.check()
        check.close()
    assert outcome.status is Status.OK
    assert "worker_enable_remote_control" in outcome.message
    assert "active_workers" not in outcome.details


@pytest.mark.parametrize(
    ("url", "conf", "why"),
    [
        ("memory://", {}, "memory://"),
        ("redis://h", {"task_always_eager": True}, "task_always_eager"),
    ],
)
def test_what_cannot_be_asked_is_skipped(url: str, conf: dict[str, object], why: str) -> None:
    """It says why."""
    with closing(app_of(url, **conf)):
        outcome = CeleryCheck(1.0).check()
    assert outcome.status is Status.SKIPPED
    assert why in outcome.message


def test_without_an_application_it_is_skipped() -> None:
    """Celery may be installed for something else."""
    assert CeleryCheck(1.0).check().status is Status.SKIPPED


@pytest.mark.parametrize("scheme", ["redis", "amqp"])
def test_a_silent_broker_holds_nobody(scheme: str, all_logs: pytest.LogCaptureFixture) -> None:
    """The run ends with its timeout, its thread and its connection too, and no log has the URL."""
    threads = threading.active_count()
    with SilentListener() as silent:
        with closing(app_of(f"{scheme}://u:{PASSWORD}@127.0.0.1:{silent.port}/")):
            engine = Engine([CeleryCheck(0.5)])
            started = time.monotonic()
            result = _result(engine)
            assert time.monotonic() - started < 5
            assert result.outcome.reason is Reason.TIMEOUT
            deadline = time.monotonic() + 10
            while engine.stuck:
                assert time.monotonic() < deadline
            engine.close()
        assert silent.accepted == 1
    while threading.active_count() > threads:
        assert time.monotonic() < deadline
    assert PASSWORD not in all_logs.text + repr(result)


def test_a_recovered_broker_is_seen_at_once(tmp_path: Path) -> None:
    """Good answers are kept, bad ones are not."""
    with Redis(tmp_path, password=PASSWORD) as server:
        project = write_project(tmp_path / "project", _url(server))
        with closing(app_of(_url(server))), worker(project) as process:
            engine = Engine([CeleryCheck(1.0)])
            assert _result(engine).status is Status.OK
            server.pause()
            assert _result(engine).status is Status.OK  # kept
            engine.close()
            engine = Engine([CeleryCheck(1.0)])
            assert _result(engine).outcome.reason is Reason.TIMEOUT
            server.resume()
            deadline = time.monotonic() + 20
            while _result(engine).status is not Status.OK:
                assert time.monotonic() < deadline
            engine.close()
            process.stop()


@pytest.mark.parametrize("kind", ["redis", "amqp"])
def test_no_failure_tells_the_password(
    kind: str,
    request: pytest.FixtureRequest,
    all_logs: pytest.LogCaptureFixture,
) -> None:
    """Neither in its words nor in a log of kombu's or anybody's."""
    if kind == "redis":
        server: Redis | RabbitMQ = request.getfixturevalue("broker_redis")
    else:
        server = request.getfixturevalue("rabbitmq")
    place = f"{server.host}:{server.port}"
    for url in (f"{kind}://u:canary-wrong@{place}/", f"{kind}://u:canary-wrong@127.0.0.1:1/"):
        with closing(app_of(url)):
            result = _result(Engine([CeleryCheck(5.0)]))
        assert result.outcome.reason in (Reason.AUTH, Reason.REFUSED)
        assert "canary-wrong" not in repr(result) + all_logs.text


_FRESH = """
import logging
logging.basicConfig(level=logging.DEBUG)
from django.conf import settings
settings.INSTALLED_APPS
from django_health.checks.celery.check import celery_checks
from django_health.engine import Engine
from django_health.settings import HealthSettings
checks = celery_checks(HealthSettings(), {})
(result,) = Engine(checks).run(deadline=20).results
print(result)
"""


@pytest.mark.usefixtures("redis_worker")
def test_it_works_with_only_the_settings(broker_redis: Redis, tmp_path: Path) -> None:
    """As in the daemon, whatever is logged: the worker is found and no password is told."""
    write_project(tmp_path, _url(broker_redis))
    roots = [str(tmp_path), *(path for path in sys.path if path)]
    environment = {"DJANGO_SETTINGS_MODULE": f"{NAME}.settings", "PYTHONPATH": ":".join(roots)}
    run = subprocess.run(
        [sys.executable, "-c", _FRESH], env=environment, capture_output=True, text=True, check=True
    )
    assert "'workers': ['canary@host']" in run.stdout
    assert PASSWORD not in run.stdout + run.stderr


_BARE = """
import sys
sys.modules["celery"] = sys.modules["kombu"] = sys.modules["amqp"] = None
from importlib import util
find = util.find_spec
util.find_spec = lambda name, *more: None if name == "celery" else find(name, *more)
from django.conf import settings
settings.configure()
from django_health.checks.celery.check import celery_checks
from django_health.settings import HealthSettings
print(celery_checks(HealthSettings(), {})[0].check())
"""


def test_it_is_skipped_where_celery_is_not_installed() -> None:
    """Nothing of it is imported, neither for the building nor for the asking."""
    environment = {"PYTHONPATH": ":".join(path for path in sys.path if path)}
    run = subprocess.run(
        [sys.executable, "-c", _BARE], env=environment, capture_output=True, text=True, check=False
    )
    assert run.stderr == ""
    assert "Celery is not installed" in run.stdout


def test_the_builder_takes_the_timeout_for_what_is_external() -> None:
    """Without django-celery-beat there is no check of a beat."""
    settings = HealthSettings(timeouts=Timeouts(external=7.0))
    (check,) = celery_checks(settings, {})
    assert isinstance(check, CeleryCheck)
    assert (check.timeout, check.label) == (7.0, "celery/workers")


def test_beat_has_the_time_of_the_database_that_it_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or a silent database would be waited for as long as a broker may take."""
    monkeypatch.setattr(django_settings, "INSTALLED_APPS", ["django_celery_beat"])
    settings = HealthSettings(timeouts=Timeouts(database=3.0, external=7.0))
    workers, beat = celery_checks(settings, {})
    assert (workers.timeout, beat.timeout, beat.label) == (7.0, 3.0, "celery/beat")


@pytest.mark.parametrize("entry", ["django_celery_beat", "django_celery_beat.apps.BeatConfig"])
def test_the_builder_finds_django_celery_beat(entry: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """However it stands among the installed applications."""
    from django_health.checks.celery import check as module

    class _Settings:
        INSTALLED_APPS = (entry,)

    monkeypatch.setattr(module, "django_settings", _Settings)
    assert [check.label for check in celery_checks(HealthSettings(), {})] == [
        "celery/workers",
        "celery/beat",
    ]
