"""The broker of a project's Celery application, as its settings say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from django_health.checks.celery.project_app import NothingToAskError
from django_health.grants import celery
from django_health.grants.celery import celery_script
from django_health.grants.script import Account
from live_celery import app_of, closing
from live_servers import Redis, free_port


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """The applications of the project: none yet."""
    apps: list[Any] = []

    def project_app() -> Any:
        if not apps:
            raise NothingToAskError("there is none")
        return apps[-1]

    monkeypatch.setattr(celery, "project_app", project_app)
    yield apps
    for app in apps:
        app.close()


def test_no_application(made: list[Any]) -> None:
    """Then there is no broker."""
    assert not made
    assert celery_script(Account(), "", 1.0) is None


def test_redis_tells_its_version(redis_server: Redis, made: list[Any]) -> None:
    """It is asked, as nobody else has."""
    made.append(app_of(f"redis://{redis_server.host}:{redis_server.port}/2"))
    script = celery_script(Account(), "", 10.0)
    assert script is not None
    assert script.server.startswith("Redis 7.")
    assert "+select" in script.statements[0]


def test_redis_that_is_down(made: list[Any]) -> None:
    """It is taken for the newest, or for what somebody says."""
    made.append(app_of(f"redis://127.0.0.1:{free_port()}/0"))
    unknown, old = (celery_script(Account(), version, 5.0) for version in ("", "6.0"))
    assert unknown is not None
    assert old is not None
    assert "clearselectors" in unknown.statements[0]
    assert "clearselectors" not in old.statements[0]


def test_rabbitmq(made: list[Any]) -> None:
    """Its virtual host is that of the URL."""
    made.append(app_of("amqp://user:canary@h:5672/shop"))
    script = celery_script(Account(), "", 1.0)
    assert script is not None
    assert "-p shop monitor" in script.statements[0]
    assert "canary" not in str(script)


def test_other_brokers_have_no_privileges() -> None:
    """In memory there is nobody to ask."""
    with closing(app_of("memory://")) as app, pytest.MonkeyPatch.context() as patch:
        patch.setattr(celery, "project_app", lambda: app)
        assert celery_script(Account(), "", 1.0) is None
