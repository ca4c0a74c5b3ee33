"""Every check that opens something, in a process that may open nothing more."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from descriptor_limit import LIMIT, exhausted
from django_health.check import BaseHealthCheck
from django_health.checks.celery.broker import broker_of
from django_health.checks.dns.check import DnsCheck
from django_health.engine.boundary import outcome_of
from django_health.registry import build_checks
from django_health.result import Outcome, Reason, Status
from django_health.settings import HealthSettings, settings_from
from django_health.settings.declarations import DnsName
from django_health.targets import (
    FileCacheTarget,
    MemcachedTarget,
    MySQLTarget,
    PostgreSQLTarget,
    RedisTarget,
    SQLiteTarget,
    Target,
)
from live_celery import app_of
from live_servers import free_port

SENTENCE = (
    f"the process has no file descriptor left (limit {LIMIT}): raise it, LimitNOFILE= in systemd"
)

ALONE = settings_from({"checks": {"system": False}}, "settings")

Make = Callable[[Path, str], BaseHealthCheck]
"""Takes an empty folder and a host, where nobody listens."""


class Broker(BaseHealthCheck):
    """What Celery's check asks of the broker that it finds in a project."""

    name = "broker"

    def __init__(self, scheme: str, _: Path, host: str) -> None:
        with closing(app_of(f"{scheme}://{host}:{free_port()}")) as app:
            self._broker = broker_of(app, 5.0)

    def check(self) -> Outcome:
        """Ask for a queue."""
        self._broker.ask(["celery"], with_workers=False)
        return Outcome()


def _sqlite(folder: Path, _: str) -> Target:
    file = folder / "a.sqlite3"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE a (b)")
    return SQLiteTarget("a", "", name=str(file))


def _redis(_: Path, host: str, scheme: str = "redis") -> Target:
    return RedisTarget("a", "", "server", host, free_port(), key="k", tls=scheme == "rediss")


TARGETS: Mapping[str, Callable[[Path, str], Target]] = {
    "postgresql": lambda _, host: PostgreSQLTarget("a", "", host=host, port=free_port(), user="a"),
    "mysql": lambda _, host: MySQLTarget("a", "", host=host, port=free_port()),
    "mysql over TLS": lambda _, host: MySQLTarget(
        "a", "", host=host, port=free_port(), options={"ssl_mode": "VERIFY_IDENTITY"}
    ),
    "sqlite": _sqlite,
    "redis": _redis,
    "redis over TLS": partial(_redis, scheme="rediss"),
    "memcached": lambda _, host: MemcachedTarget("a", "", "server", (host, free_port()), key="k"),
    "files": lambda folder, _: FileCacheTarget("a", "", str(folder)),
}

DECLARED: Mapping[str, Callable[[str], Mapping[str, object]]] = {
    "http": lambda host: {"url": f"http://{host}:{free_port()}/"},
    "http over TLS": lambda host: {"url": f"https://{host}:{free_port()}/"},
    "smtp": lambda host: {"host": host, "port": free_port()},
    "smtp over TLS": lambda host: {"host": host, "port": free_port(), "security": "tls"},
    "tcp": lambda host: {"host": host, "port": free_port()},
    "dns": lambda _: {
        "name": "a.test",
        "nameserver": "127.0.0.1",
        "nameserver_port": free_port(),
    },
}


def _of_target(kind: str, folder: Path, host: str) -> BaseHealthCheck:
    return build_checks([TARGETS[kind](folder, host)], ALONE)[0]


def _declared(kind: str, _: Path, host: str) -> BaseHealthCheck:
    component = kind.partition(" ")[0]
    document = {component: {"it": DECLARED[kind](host)}, "checks": {"system": False}}
    return build_checks([], settings_from(document, "settings"))[0]


def _of_system_resolver(folder: Path, _: str) -> BaseHealthCheck:
    system = folder / "resolv.conf"
    system.write_text("nameserver 127.0.0.1\n", encoding="ascii")
    question = DnsName(name="a.test.", nameserver_port=free_port())
    return DnsCheck("it", question, 5.0, system=str(system))


CHECKS: Mapping[str, Make] = {
    **{kind: partial(_of_target, kind) for kind in TARGETS},
    **{kind: partial(_declared, kind) for kind in DECLARED},
    "dns of the system": _of_system_resolver,
    "broker on Redis": partial(Broker, "redis"),
    "broker on Redis over TLS": partial(Broker, "rediss"),
    "broker on AMQP": partial(Broker, "amqp"),
    "broker on AMQP over TLS": partial(Broker, "amqps"),
}


def _told(check: BaseHealthCheck) -> tuple[Status, Reason | None, str]:
    outcome = outcome_of(check)
    return outcome.status, outcome.reason, outcome.message


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
@pytest.mark.parametrize("kind", CHECKS)
def test_no_descriptor_left(tmp_path: Path, kind: str, host: str) -> None:
    """Each says in the same words what is missing, be it asked by address or by name.

    Afterwards it says what it did before, as nothing is kept that was made in need.
    """
    check = CHECKS[kind](tmp_path, host)
    before = _told(check)
    check.close()
    with exhausted(os.getpid()):
        assert _told(check) == (Status.ERROR, Reason.INTERNAL, SENTENCE)
    assert _told(check) == before
    assert before[1] in (None, Reason.REFUSED), before
    check.close()


@pytest.mark.parametrize("part", ["memory", "network", "disk", "uptime"])
def test_no_descriptor_left_for_files_of_the_kernel(part: str) -> None:
    """What the host's checks have open they read on; what they would have to open is missing."""
    check = _of_host(part)
    with exhausted(os.getpid()):
        assert _told(check) == (Status.ERROR, Reason.INTERNAL, SENTENCE)
    assert _is_measured(check)
    with exhausted(os.getpid()):
        assert _is_measured(check)
    check.close()


def test_no_descriptor_left_for_the_processors() -> None:
    """Their file is open from the beginning, so that there is something to compare with."""
    check = _of_host("cpu")
    with exhausted(os.getpid()):
        assert _is_measured(check)
    check.close()


def _of_host(part: str) -> BaseHealthCheck:
    return next(check for check in build_checks([], HealthSettings()) if check.part == part)


def _is_measured(check: BaseHealthCheck) -> bool:
    """Whether it has figures, however busy the machine may be."""
    outcome = outcome_of(check)
    return bool(outcome.measurements) and outcome.reason in (None, Reason.THRESHOLD)
