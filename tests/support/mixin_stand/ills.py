"""All that can be made to go wrong at once, and still be told apart."""

from __future__ import annotations

import shutil
import signal
import socket
from collections.abc import Callable

from fault_proxy import Fault
from live_celery import app_of, closing
from live_servers import free_port
from mixin_stand.project import configuration, make_careless
from mixin_stand.servers import CONNECTIONS, NAME
from mixin_stand.stand import Stand

CLIENTS = 12
"""Clients that Redis takes then, of which some are there."""

WAITING = 160
"""Messages for which there is no worker."""

DONE = {
    "up == 0": 1,
    'django_health_check_status{check=~"http|smtp|tcp|dns|storage|sql|celery|system"} == 0': 9,
    "django_health_database_up == 0": 2,
    "django_health_cache_server_up == 0": 1,
    "django_health_cache_replication_link_up == 0": 1,
    "sum(django_health_celery_queue_length) > 100": 1,
    "django_health_migrations_unknown > 0": 1,
    "django_health_configuration_finding == 1": 1,
    "django_health_exporter_config_last_reload_successful == 0": 1,
    "django_health_exporter_web_config_last_reload_successful == 0": 1,
}
"""What Prometheus knows when all of it is done: queries, and how many series they have at least."""


def make_ill(stand: Stand) -> None:
    """Do all of it, and wait until Prometheus knows."""
    for ill in _ILLS:
        ill(stand)
    for query, least in DONE.items():
        stand.prometheus.wait_for(query, lambda found, n=least: len(found) >= n, 60)  # type: ignore[misc]


def _databases(stand: Stand) -> None:
    stand.servers.standby.stop()
    stand.servers.mariadb.pause()


def _connections(stand: Stand) -> None:
    for _ in range(CONNECTIONS - 4):
        stand.held.enter_context(stand.servers.postgresql.connect())
    redis = stand.held.enter_context(stand.servers.redis.connect())
    redis.config_set("maxclients", CLIENTS)
    clients = [
        socket.create_connection((stand.servers.redis.host, stand.servers.redis.port))
        for _ in range(CLIENTS + 5)
    ]
    for client in clients:
        stand.held.enter_context(client)


def _caches(stand: Stand) -> None:
    stand.servers.cached[1].stop()
    with stand.servers.replica.connect() as replica:
        replica.replicaof("127.0.0.1", free_port())
    with stand.servers.redis.connect() as redis:
        redis.config_set("maxmemory", "4mb")
        redis.config_set("maxmemory-policy", "allkeys-lru")
        for number in range(5000):
            redis.set(f"stand:{number}", "x" * 1000)


def _migrations(stand: Stand) -> None:
    with stand.servers.postgresql.connect() as admin:
        admin.execute("DELETE FROM django_migrations WHERE app = 'auth' AND name LIKE '0012%'")
        admin.execute(
            "INSERT INTO django_migrations (app, name, applied) "
            "VALUES ('contenttypes', '0099_of_a_newer_release', now())"
        )
        admin.execute("DROP TABLE cache_table")


def _celery(stand: Stand) -> None:
    stand.worker.close()
    broker = stand.servers.broker
    with closing(app_of(f"redis://{broker.host}:{broker.port}/0")) as app:
        for _ in range(WAITING):
            app.send_task("canary.sleep", (0,))


def _endpoints(stand: Stand) -> None:
    for proxy in stand.servers.proxies.values():
        proxy.set(Fault.REFUSE)
    stand.servers.names.pop((NAME, "A"))
    media = stand.project.parent / "media"
    shutil.rmtree(media, ignore_errors=True)
    media.write_text("a file where there was a folder", encoding="utf-8")


def _settings(stand: Stand) -> None:
    make_careless(stand.project, stand.servers)
    document = configuration(stand.servers, ill=True).replace("django_migrations", "no_such_table")
    stand.file.write_text(document, encoding="utf-8")
    stand.daemons.first.process.send_signal(signal.SIGHUP)
    reloaded = 'django_health_threshold_ratio{resource="disk",level="critical"} < 0.5'
    stand.prometheus.wait_for(reloaded, bool, 60)


def _daemons(stand: Stand) -> None:
    stand.file.write_text("nothing: like that", encoding="utf-8")
    stand.daemons.first.process.send_signal(signal.SIGHUP)
    stand.web_file.write_text("nothing: like that", encoding="utf-8")
    stand.daemons.third.stop()


_ILLS: tuple[Callable[[Stand], None], ...] = (
    _databases,
    _caches,
    _migrations,
    _connections,
    _celery,
    _endpoints,
    _settings,
    _daemons,
)
