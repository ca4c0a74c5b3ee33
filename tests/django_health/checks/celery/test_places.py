"""Tests of the broker's places as kombu reads its settings."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from typing import TypeVar

import pytest

from django_health.checks.celery.amqp_target import AmqpTarget
from django_health.checks.celery.places import amqp_target, links_of, redis_target
from django_health.targets import RedisTarget
from live_celery import app_of, closing

T = TypeVar("T")


def _read(url: str, read: Callable[[object], T], **conf: object) -> list[T]:
    with closing(app_of(url, **conf)) as app:
        return [read(link) for link in links_of(app)]


def _redis(url: str, **conf: object) -> RedisTarget:
    (target,) = _read(url, redis_target, **conf)
    return target


def _amqp(url: str, **conf: object) -> AmqpTarget:
    (target,) = _read(url, amqp_target, **conf)
    return target


def test_a_redis_url() -> None:
    """User, password, place and database."""
    target = _redis("redis://shop:canary%40pw@redis.example:6380/3")
    assert (target.host, target.port, target.database) == ("redis.example", 6380, 3)
    assert target.user == "shop"
    assert target.password.reveal() == "canary@pw"
    assert "canary" not in repr(target)


def test_what_a_redis_url_leaves_out() -> None:
    """The rest is as with kombu."""
    target = _redis("redis://")
    assert (target.host, target.port, target.database) == ("127.0.0.1", 6379, 0)
    assert not target.password
    assert not target.tls


def test_a_unix_socket() -> None:
    """Its path and, in the query, its database."""
    target = _redis("redis+socket:///run/redis/redis.sock?virtual_host=2")
    assert (target.unix_socket, target.database) == ("/run/redis/redis.sock", 2)


def test_redis_over_tls() -> None:
    """The options come from the URL or from ``broker_use_ssl``."""
    target = _redis("rediss://redis.example?ssl_cert_reqs=required")
    assert target.tls
    assert target.options["ssl_cert_reqs"] == ssl.CERT_REQUIRED
    options = {"ssl_ca_certs": "/etc/ca.pem"}
    assert _redis("redis://redis.example", broker_use_ssl=options).options == options


def test_several_places() -> None:
    """They are tried in their order."""
    targets = _read("redis://one;redis://two:6380", redis_target)
    assert [(target.host, target.port) for target in targets] == [("one", 6379), ("two", 6380)]


def test_several_places_as_a_list() -> None:
    """``broker_url`` may be a list."""
    with closing(app_of("")) as app:
        app.conf.broker_url = ["amqp://one//", "amqp://two//"]
        assert [amqp_target(link).host for link in links_of(app)] == ["one", "two"]


def test_an_amqp_url() -> None:
    """User, password, place and virtual host."""
    target = _amqp("amqp://shop:canary@rabbit.example:5673/orders")
    assert (target.host, target.port, target.virtual_host) == ("rabbit.example", 5673, "orders")
    assert target.user == "shop"
    assert target.password.reveal() == "canary"
    assert "canary" not in repr(target)


def test_what_an_amqp_url_leaves_out() -> None:
    """The rest is as with kombu."""
    target = _amqp("amqp://")
    assert (target.host, target.port, target.virtual_host) == ("127.0.0.1", 5672, "/")
    assert (target.user, target.password.reveal()) == ("guest", "guest")
    assert target.tls is False


def test_amqp_over_tls() -> None:
    """It has another port."""
    assert _amqp("amqps://rabbit.example//").port == 5671
    target = _amqp("amqp://rabbit.example//", broker_use_ssl={"ca_certs": "/etc/ca.pem"})
    assert (target.port, target.tls) == (5671, {"ca_certs": "/etc/ca.pem"})


def test_a_password_may_be_a_function() -> None:
    """Clouds give passwords that expire."""
    with closing(app_of("amqp://shop@rabbit.example//")) as app:
        (link,) = links_of(app)
        link.password = lambda: "fresh"
        assert amqp_target(link).password.reveal() == "fresh"


class TokenProvider:
    """A provider of credentials, as redis-py wants them."""

    def get_credentials(self) -> tuple[str, str]:
        """A user and a password."""
        return "shop", "fresh"


def test_a_provider_of_credentials_may_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """By its path in the URL or as an object."""
    with closing(app_of("redis://redis.example")) as app:
        (link,) = links_of(app)
        for given in (f"{__name__}:TokenProvider", TokenProvider()):
            monkeypatch.setattr(link, "credential_provider", given, raising=False)
            provider = redis_target(link).options["credential_provider"]
            assert type(provider).__name__ == "TokenProvider"
