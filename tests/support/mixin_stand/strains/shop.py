"""The project that was well, some time later: slower, with less behind it and more left lying."""

from __future__ import annotations

import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

from live_celery import NAME
from mixin_stand.stand import Stand
from mixin_stand.strains import busy_redis
from mixin_stand.strains.strain import Strain, fired

_BLOCKED = 12
_EXPIRED = 10_500
_SLOW = 0.4
"""Seconds that the page takes now."""

_MORE_SILENCED = "max_over_time({0}[5m]) > min_over_time({0}[5m])".format(
    'django_health_configuration_silenced_issues{job="django"}'
)

_ROWS = """
INSERT INTO cache_table (cache_key, value, expires)
SELECT 'left lying ' || number, '', now() - interval '1 day'
FROM generate_series(1, %s) AS number
"""


@contextmanager
def _slow_page(stand: Stand) -> Iterator[None]:
    page = stand.servers.page
    usual = page.talk

    def slow(connection: socket.socket) -> None:
        time.sleep(_SLOW)
        usual(connection)

    page.talk = slow
    yield
    page.talk = usual


@contextmanager
def _caches(stand: Stand) -> Iterator[None]:
    """Redis saves nothing any more, and is waited for; Memcached was started anew."""
    with stand.servers.redis.connect() as redis:
        redis.config_set("save", "")
    with stand.servers.postgresql.connect() as admin:
        admin.execute(_ROWS, (_EXPIRED,))
    stand.servers.cached[0].restart()
    with busy_redis.blocked(stand.servers.redis, _BLOCKED):
        yield


@contextmanager
def _project(stand: Stand) -> Iterator[None]:
    """One of two workers is gone, and one more finding is silenced; so it stays."""
    stand.spare.close()
    with (stand.project / NAME / "settings.py").open("a", encoding="utf-8") as file:
        file.write("SECURE_SSL_REDIRECT = False\n")
    stand.daemons.first.process.send_signal(signal.SIGHUP)
    yield


STRAINS = (
    Strain(_slow_page, (f"min(django_health_http_response_seconds) > {_SLOW}",)),
    Strain(
        _caches,
        (
            f"django_health_cache_blocked_clients >= {_BLOCKED}",
            f"django_health_cache_expired_rows >= {_EXPIRED}",
            fired("CacheServerRestarted"),
        ),
    ),
    Strain(
        _project,
        (
            'django_health_celery_workers{job="django"} == 1',
            _MORE_SILENCED,
        ),
    ),
)
