"""Tests of the choice of the broker."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from celery import Celery

from django_health.checks.celery.amqp_broker import AmqpBroker
from django_health.checks.celery.broker import broker_of
from django_health.checks.celery.project_app import NothingToAskError
from django_health.checks.celery.redis_broker import RedisBroker
from django_health.failure import CheckFailed
from django_health.result import Reason
from live_celery import app_of, closing


def _refusal(url: str, **conf: object) -> str:
    with closing(app_of(url, **conf)) as app, pytest.raises(NothingToAskError) as caught:
        broker_of(app, 1.0)
    return str(caught.value)


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("redis://h", RedisBroker),
        ("rediss://h", RedisBroker),
        ("redis+socket:///s", RedisBroker),
        ("amqp://h//", AmqpBroker),
        ("amqps://h//", AmqpBroker),
        ("pyamqp://h//", AmqpBroker),
    ],
)
def test_redis_and_amqp_can_be_asked(url: str, kind: type) -> None:
    """Whatever the scheme is called; nothing is opened."""
    with closing(app_of(url)) as app:
        assert isinstance(broker_of(app, 1.0), kind)


def test_a_broker_in_memory_cannot_be_asked() -> None:
    """It is in each process alone."""
    assert _refusal("memory://") == "the broker memory:// is in each process alone"


def test_other_brokers_are_told_by_their_kind() -> None:
    """Also if kombu itself has no driver for them here."""
    assert "the kind filesystem cannot" in _refusal("filesystem://")
    assert "the kind sqs cannot" in _refusal("sqs://key:canary@")


@pytest.mark.parametrize("url", ["redis://h", "rediss://h;redis://i"])
def test_a_driver_that_lacks_a_package_is_told_with_its_name(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such a broker could be asked, so that nobody should think there is nothing to ask."""
    monkeypatch.setattr("kombu.transport._transport_cache", {})
    monkeypatch.delitem(sys.modules, "kombu.transport.redis", raising=False)
    monkeypatch.setitem(sys.modules, "packaging", None)
    monkeypatch.setitem(sys.modules, "packaging.version", None)
    with closing(app_of(url)) as app, pytest.raises(CheckFailed) as caught:
        broker_of(app, 1.0)
    assert caught.value.reason is Reason.MISCONFIGURED
    assert str(caught.value) == (
        "the broker's driver cannot be imported: there is no module 'packaging.version'"
    )


def test_a_transport_of_the_projects_own_that_cannot_be_imported_is_told() -> None:
    """Nor can the project send tasks over it."""
    with closing(app_of("no_such.transport:Transport://h")) as app:
        app.conf.broker_transport = "no_such.transport:Transport"
        with pytest.raises(CheckFailed, match=r"no module 'no_such'$"):
            broker_of(app, 1.0)


@pytest.mark.parametrize("text", ["raise RuntimeError('canary')", "import sys\nsys.exit('canary')"])
def test_settings_of_celery_that_fail_are_told_by_their_place(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are imported when the first of them is asked for."""
    (tmp_path / "celery_settings.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    app = Celery("canary", set_as_current=False)
    app.config_from_object("celery_settings")
    with closing(app), pytest.raises(CheckFailed) as caught:
        broker_of(app, 1.0)
    assert caught.value.reason is Reason.MISCONFIGURED
    assert str(caught.value).startswith("Celery's settings cannot be read: ")
    assert " at celery_settings.py:" in str(caught.value)


def test_eager_tasks_need_no_broker() -> None:
    """Whatever stands in ``broker_url``."""
    assert "task_always_eager" in _refusal("redis://h", task_always_eager=True)


@pytest.mark.parametrize(
    "url",
    [
        "redis://:canary@h:not-a-port/0",
        "redis://:canary@h/nodb",
        "canary-transport://h",
        "redis://[",
    ],
)
def test_a_url_that_cannot_be_read_is_not_told(url: str) -> None:
    """The error of what reads it would hold the password."""
    with closing(app_of(url)) as app, pytest.raises(CheckFailed) as caught:
        broker_of(app, 1.0)
    assert caught.value.reason is Reason.MISCONFIGURED
    assert "canary" not in str(caught.value)
    assert caught.value.__cause__ is None
