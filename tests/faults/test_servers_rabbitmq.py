"""RabbitMQ, over TLS: all that can befall a server, and an AMQP broker of Celery."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

import pytest

from descriptor_limit import exhausted
from live_exporter import redis_entry
from live_servers import Redis, TLSFiles
from live_servers.certificates import copy_for
from live_servers.rabbitmq import RabbitMQ
from server_faults import Authority, Watch, borne, frozen, silent, watched
from server_faults.authority import WRONG
from server_faults.standing import Standing

BROKER = "celery/workers"


@dataclass(frozen=True)
class Brokered:
    """The broker, who issues its certificates, and the daemon that watches it."""

    server: RabbitMQ
    authority: Authority
    watch: Watch


@pytest.fixture(scope="module")
def brokered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Brokered]:
    """A broker with the right certificate, and a cache beside."""
    directory = tmp_path_factory.mktemp("brokered")
    authority = Authority(directory)
    with (
        RabbitMQ(tls=authority.right()) as server,
        Redis() as redis,
        watched(
            directory,
            {BROKER, "cache/default"},
            {
                "CACHES": {"default": redis_entry(redis)},
                "CELERY_BROKER_URL": (
                    f"amqps://{server.user}:{server.password}@{server.host}:{server.tls_port}//"
                ),
                "CELERY_BROKER_USE_SSL": {
                    "ca_certs": str(authority.file),
                    "cert_reqs": int(ssl.CERT_REQUIRED),
                    "server_hostname": server.host,
                },
            },
        ) as watch,
    ):
        yield Brokered(server, authority, watch)


@contextmanager
def _another_password(brokered: Brokered) -> Iterator[None]:
    server = brokered.server
    server.control("change_password", server.user, "canary-of-another")
    _cut(server)
    try:
        yield
    finally:
        server.control("change_password", server.user, server.password)


@contextmanager
def _full(brokered: Brokered) -> Iterator[None]:
    server = brokered.server
    server.control("set_user_limits", server.user, '{"max-connections": 0}')
    _cut(server)
    try:
        yield
    finally:
        server.control("clear_user_limits", server.user, "all")


@contextmanager
def _presenting(wrong: str, brokered: Brokered) -> Iterator[None]:
    _present(brokered.server, WRONG[wrong](brokered.authority))
    _cut(brokered.server)
    try:
        yield
    finally:
        _present(brokered.server, brokered.authority.right())


def _present(server: RabbitMQ, files: TLSFiles) -> None:
    copy_for(files, server.directory, server.account)
    server.control("eval", "ssl:clear_pem_cache().")


def _cut(server: RabbitMQ) -> None:
    server.control("close_all_connections", "the test")


@contextmanager
def _without_descriptor(brokered: Brokered) -> Iterator[None]:
    with exhausted(brokered.watch.exporter.process.pid):
        _cut(brokered.server)
        yield


FAULTS: dict[str, Callable[[Brokered], AbstractContextManager[None]]] = {
    "timeout": lambda brokered: frozen(brokered.server),
    "auth": _another_password,
    "too_many_connections": _full,
}
"""By the reason that each has."""


@pytest.mark.parametrize("reason", FAULTS)
def test_fault(brokered: Brokered, reason: str) -> None:
    """It has its reason, and is over at the first scrape after it."""
    borne(brokered.watch, FAULTS[reason](brokered), {BROKER: reason})


@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_certificate(brokered: Brokered, wrong: str) -> None:
    """Whatever is wrong with it, it is ``tls``, and well at the first scrape with a right one."""
    borne(brokered.watch, _presenting(wrong, brokered), {BROKER: "tls"})


def test_no_descriptor_left(brokered: Brokered) -> None:
    """It is ``internal`` when its connection is gone and no other can be opened."""
    with Standing(brokered.watch.exporter) as standing:
        watch = Watch(standing, brokered.watch.targets)
        borne(watch, _without_descriptor(brokered), {BROKER: "internal"})


def test_restarted_between_two_scrapes(brokered: Brokered) -> None:
    """Nobody notices: the dead connection is replaced in the same run, without a word."""
    brokered.watch.expect()
    with silent(brokered.watch):
        for command in ("stop_app", "start_app"):
            brokered.server.control(command)
        brokered.watch.expect()
