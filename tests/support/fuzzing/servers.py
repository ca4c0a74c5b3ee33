"""What servers answer: Redis, Memcached, MySQL, PostgreSQL, Celery's messages."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from django_health.caches.memcached.stats import MemcachedStats, values_of
from django_health.caches.redis.info import RedisInfo
from django_health.checks.celery.mailbox import Content, Mailbox
from django_health.checks.celery.redis_layout import opened, tail_of
from django_health.databases.figures import Figures
from django_health.databases.mysql.figures import add_status
from django_health.databases.mysql.option_file import read_option_file
from django_health.databases.postgresql.service import address_of_service
from django_health.databases.postgresql.values import values_of as values_of_result
from django_health.failure import CheckFailed
from fuzzing.promises import file_of, refusing, require_details, require_figures

if TYPE_CHECKING:
    from psycopg.pq.abc import PGresult

_OIDS = (16, 20, 21, 23, 25, 26, 700, 701, 1082, 1114, 1184, 1700)
_FLOOD = re.compile(r"\d{300}")
_MAILBOX = SimpleNamespace(
    control_exchange="celery", task_serializer="json", accept_content=["json"]
)


def redis_info(data: bytes) -> None:
    """Read Redis' INFO; what the server ends with two characters is a mere line in the corpus."""
    with _refusing_floods(data):
        info = RedisInfo(data.replace(b"\n", b"\r\n"), database=1)
        require_figures(info.measurements("default", "server:1"))
        require_details(info.details())
        assert info.role in (None, "master", "replica")
        assert not (info.is_read_only and info.role != "replica")
        assert not (info.is_cut_off and info.role != "replica")


def memcached_stats(data: bytes) -> None:
    """Read Memcached's stats."""
    text = data.replace(b"\n", b"\r\n")
    with _refusing_floods(data):
        stats = MemcachedStats(text, max_connections=1)
        require_figures(stats.measurements("default", "server:1"))
        require_details(stats.details())
    assert all(f"STAT {name} " in text.decode("utf-8", "replace") for name in values_of(text))


@contextmanager
def _refusing_floods(data: bytes) -> Iterator[None]:
    """Let the block refuse a number that no float holds, as the checks expect it to."""
    try:
        yield
    except (ValueError, OverflowError):
        if not _FLOOD.search(data.decode("utf-8", "replace")):
            raise


def mysql_status(data: bytes) -> None:
    """Read the rows of SHOW GLOBAL STATUS, a name and a value in each line."""
    lines = (line.partition(" ") for line in data.decode("utf-8", "replace").splitlines())
    figures = Figures("default")
    add_status(figures, {name.encode(): value.encode() for name, _, value in lines})
    require_figures(figures.measurements)
    require_details(figures.details)
    assert all(value >= 0 for _, value, _ in figures.measurements)


def mysql_option_file(data: bytes) -> None:
    """Read an option file, which may not include others of this machine."""
    if b"!include" in data:
        return
    with refusing(CheckFailed):
        options = read_option_file(file_of(data, ".cnf"), "more")
        assert not any("-" in name or name != name.lower() for name in options)


def postgresql_service(data: bytes) -> None:
    """Read a service file, of which the service is called ``shop``."""
    found = address_of_service("shop", {"PGSERVICEFILE": str(file_of(data, ".conf"))})
    assert found.keys() <= {"host", "hostaddr", "port"}
    assert all(found.values())


def postgresql_value(data: bytes) -> None:
    """Read a value as PostgreSQL writes it, as each of the types that are not left as texts."""
    for oid in _OIDS:
        try:
            (row,) = values_of_result(cast("PGresult", _Result(oid, data))).rows
        except UnicodeDecodeError:
            continue
        require_details({"value": row[0]})


@dataclass
class _Result:
    """The result of a statement: one row of one column."""

    oid: int
    value: bytes
    nfields: int = 1
    ntuples: int = 1

    def fname(self, _column: int) -> bytes:
        return b"value"

    def ftype(self, _column: int) -> int:
        return self.oid

    def get_value(self, _row: int, _column: int) -> bytes:
        return self.value


def celery_message(data: bytes) -> None:
    """Read a message of kombu's on Redis, whole and from its end, and the worker's name in it."""
    tail = tail_of(data)
    assert len(tail.tag) <= 64
    assert tail.sent is None or (math.isfinite(tail.sent) and 0 <= tail.sent < 1e12)
    with refusing(CheckFailed):
        content, _ticket = opened(data)
        _require_name(content)


def celery_answer(data: bytes) -> None:
    """Read what a worker answers."""
    for kind in ("application/json", "application/x-python-serialize", "application/x-yaml", ""):
        with refusing(CheckFailed):
            _require_name(Content(kind, "utf-8", data))


def _require_name(content: Content) -> None:
    name = Mailbox(_MAILBOX).worker_of(content)
    assert len(name) <= 255
    assert name.isprintable()
    require_details({"workers": [name]})
