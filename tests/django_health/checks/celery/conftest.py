"""Brokers, a project and its worker, shared by the tests of Celery's checks."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from celery import _state

from live_celery import CeleryProcess, app_of, closing, worker, write_project
from live_servers import Redis
from live_servers.rabbitmq import RabbitMQ
from live_servers.server import PASSWORD


def redis_url(server: Redis, database: int = 0) -> str:
    """The URL of a Redis with the password of the test run."""
    return f"redis://:{PASSWORD}@{server.host}:{server.port}/{database}"


@pytest.fixture(scope="session")
def broker_redis() -> Iterator[Redis]:
    """A Redis that is a broker and wants a password."""
    with Redis(password=PASSWORD) as server:
        yield server


@pytest.fixture(scope="session")
def rabbitmq() -> Iterator[RabbitMQ]:
    """A RabbitMQ."""
    with RabbitMQ() as server:
        yield server


@pytest.fixture(scope="session")
def redis_worker(
    broker_redis: Redis, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[CeleryProcess]:
    """A worker on the Redis, named ``canary@host``."""
    project = write_project(tmp_path_factory.mktemp("redis"), redis_url(broker_redis))
    with worker(project) as process:
        yield process


@pytest.fixture(scope="session")
def rabbitmq_worker(
    rabbitmq: RabbitMQ, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[CeleryProcess]:
    """A worker on the RabbitMQ, named ``canary@host``."""
    project = write_project(tmp_path_factory.mktemp("rabbitmq"), rabbitmq.url)
    with worker(project) as process:
        yield process


@pytest.fixture(autouse=True)
def no_apps() -> None:
    """Celery knows no application of earlier tests, as in a fresh process."""
    gc.collect()
    for app in list(_state._get_active_apps()):
        _state._deregister_app(app)


@pytest.fixture
def redis_app(broker_redis: Redis) -> Iterator[Any]:
    """The only application of this process, with the Redis as its broker."""
    with closing(app_of(redis_url(broker_redis))) as app:
        yield app


@pytest.fixture
def rabbitmq_app(rabbitmq: RabbitMQ) -> Iterator[Any]:
    """The only application of this process, with the RabbitMQ as its broker."""
    with closing(app_of(rabbitmq.url)) as app:
        yield app


@pytest.fixture
def all_logs(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Everything that is logged, at every level."""
    caplog.set_level(logging.DEBUG)
    return caplog
