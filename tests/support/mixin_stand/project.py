"""The Django project and the configuration file, as they should be and as they should not."""

from __future__ import annotations

from pathlib import Path

import yaml

from live_celery import NAME
from live_exporter import (
    mariadb_entry,
    memcached_entry,
    postgresql_entry,
    redis_entry,
    sqlite_entry,
)
from live_exporter.project import caches_on_disk
from mixin_stand.servers import NAME as HOST
from mixin_stand.servers import Servers

Document = dict[str, object]

_SECRET = "Kanarienvogel-of-the-stand-that-is-long-and-varied-enough-4711"
_SILENCED = [f"security.W0{number:02}" for number in (1, 2, 3, 4, 8, 12, 16, 19, 21, 22)]
_WELL = {"cpu": 99.8, "memory": 99.8, "disk": 99.8}
_ILL = {"cpu": 0.002, "memory": 0.002, "disk": 0.002}


def plain_settings() -> Document:
    """Return what every project needs with which nothing is wrong."""
    return {
        "SECRET_KEY": _SECRET,
        "DEBUG": False,
        "TIME_ZONE": "UTC",  # MariaDB's tables of time zones are empty
        "ALLOWED_HOSTS": ["shop.test"],
        "SILENCED_SYSTEM_CHECKS": _SILENCED,
    }


def settings_of(servers: Servers, directory: Path) -> Document:
    """Return settings with which nothing is wrong."""
    caches = {
        "default": redis_entry(servers.redis),
        **caches_on_disk(directory),
    }
    places = [f"{server.host}:{server.port}" for server in servers.cached]
    caches["sessions"] = {**memcached_entry(servers.cached[0]), "LOCATION": places}
    return {
        **plain_settings(),
        "DATABASES": {
            "default": postgresql_entry(servers.postgresql),
            "analytics": postgresql_entry(servers.standby),
            "reporting": mariadb_entry(servers.mariadb),
            "archive": sqlite_entry(directory / "archive.sqlite3"),
        },
        "CACHES": caches,
        "INSTALLED_APPS": ["django.contrib.contenttypes", "django.contrib.auth"],
        "STORAGES": {"default": _storage(directory)},
        "HEALTH_CHECK": {"REQUIRED_ENV": ["PATH"]},
        "MIDDLEWARE": ["django.middleware.security.SecurityMiddleware"],
        "SECURE_SSL_REDIRECT": True,
    }


def _storage(directory: Path) -> Document:
    backend = "django.core.files.storage.FileSystemStorage"
    return {"BACKEND": backend, "OPTIONS": {"location": str(directory / "media")}}


def calm_processors(project: Path) -> None:
    """Make the daemon see the processors as if they were not all busy, as tests keep them."""
    lines = [
        "from django_health.host import cpu",
        "_usage = cpu.CPUCheck._usage",
        "_calm = lambda share: share and min(share, 0.9)",
        "cpu.CPUCheck._usage = lambda *own: cpu.Usage(*map(_calm, _usage(*own)))",
    ]
    _append(project, lines)


def make_careless(project: Path, servers: Servers) -> None:
    """Spoil the settings, and add a cache whose server follows another: no cache can be on it."""
    lines = ["DEBUG = True", "SECRET_KEY = 'short'", "SILENCED_SYSTEM_CHECKS = []"]
    lines += ["HEALTH_CHECK = {'REQUIRED_ENV': ['NO_SUCH_TOKEN']}"]
    _append(project, [*lines, f"CACHES['replica'] = {redis_entry(servers.replica)!r}"])


def _append(project: Path, lines: list[str]) -> None:
    with (project / NAME / "settings.py").open("a", encoding="utf-8") as file:
        file.write("\n".join([*lines, ""]))


def configuration(servers: Servers, *, ill: bool = False) -> str:
    """Return the daemon's file: what is declared, and thresholds that are met or are not."""
    limits = _ILL if ill else _WELL
    document = {
        "thresholds": {
            resource: {"warning": limit - 0.001, "critical": limit}
            for resource, limit in limits.items()
        },
        "timeouts": {"database": 2, "cache": 1, "external": 1},
        **(declared := _declared(servers)),
    }
    if ill:
        old = f"https://127.0.0.1:{servers.old.port}/"
        declared["http"]["old"] = {"url": old, "ca_file": servers.certificate.authority}
    return yaml.safe_dump(document)


def _declared(servers: Servers) -> dict[str, dict[str, Document]]:
    authority = servers.certificate.authority
    http, smtp, tcp = (servers.proxies[name].port for name in ("http", "smtp", "tcp"))
    asked = servers.name_server
    name_server: Document = {"nameserver": asked.host, "nameserver_port": asked.port}
    query = "SELECT app AS app, count(*) AS known FROM django_migrations GROUP BY app"
    return {
        "http": {"payments": {"url": f"https://127.0.0.1:{http}/", "ca_file": authority}},
        "smtp": {
            "mail": {"host": "127.0.0.1", "port": smtp, "security": "tls", "ca_file": authority}
        },
        "tcp": {"search": {"host": "127.0.0.1", "port": tcp}},
        "dns": {"partner": {"name": HOST.rstrip("."), "record": "A", **name_server}},
        "storage": {"default": {"min_interval": 0}},
        "sql": {"orders": {"query": query, "labels": ["app"], "help": "Migrations."}},
    }


def other_configuration(servers: Servers) -> str:
    """Return the file of a daemon that watches a page alone, the same one."""
    return yaml.safe_dump({"http": _declared(servers)["http"]})
