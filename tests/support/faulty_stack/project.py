"""The settings of a Django project that uses everything in the stack."""

from __future__ import annotations

from pathlib import Path

from faulty_stack.servers import Servers
from live_celery import NAME
from live_exporter import postgresql_entry, sqlite_entry, write_settings
from live_exporter.project import manage

Document = dict[str, object]

_APPS = ["django.contrib.contenttypes", "django.contrib.auth"]


def settings_of(
    servers: Servers, directory: Path, timeout: float, host: str = "127.0.0.1"
) -> Document:
    """Return the settings, in which each server is found at its proxy.

    Args:
        servers: The servers and their proxies.
        directory: Where the files of the project are.
        timeout: Seconds that a check may take.
        host: Under which host, in which ``{name}`` stands for the name of the server.
    """
    places = {name: (host.format(name=name), proxy.port) for name, proxy in servers.proxies.items()}
    return {
        "SECRET_KEY": "Kanarienvogel-of-the-faulty-stack-that-is-long-enough-4711",
        "ALLOWED_HOSTS": ["shop.test"],
        "DATABASES": _databases(servers, places, directory),
        "CACHES": _caches(places, directory),
        "INSTALLED_APPS": _APPS,
        "HEALTH_CHECK": {
            "TIMEOUTS": {"DATABASE": timeout, "CACHE": timeout, "EXTERNAL": timeout},
            "HTTP": {
                "shop": {
                    "URL": "http://{}:{}/health".format(*places["http"]),
                    "BODY_CONTAINS": "all is well",
                }
            },
            "CRITICAL": {"system": False},  # how busy the machine is, is not what is tried
        },
    }


def broker_urls(servers: Servers, host: str = "127.0.0.1") -> tuple[str, str]:
    """Return Celery's broker at its proxy and past it: RabbitMQ where it runs, else Redis."""
    if (rabbitmq := servers.rabbitmq) is None:
        pattern, name, port = "redis://{}:{}/0", "broker", servers.broker.port
    else:
        pattern = f"amqp://{rabbitmq.user}:{rabbitmq.password}@{{}}:{{}}//"
        name, port = "rabbitmq", rabbitmq.port
    proxied = pattern.format(host.format(name=name), servers.proxies[name].port)
    return proxied, pattern.format("127.0.0.1", port)


def _databases(
    servers: Servers, places: dict[str, tuple[str, int]], directory: Path
) -> dict[str, Document]:
    engines = {"postgresql": "postgresql", "mariadb": "mysql"}
    entries: dict[str, Document] = {}
    for name, alias in (("postgresql", "default"), ("mariadb", "reporting")):
        server = servers.postgresql if name == "postgresql" else servers.mariadb
        host, port = places[name]
        entries[alias] = {
            "ENGINE": f"django.db.backends.{engines[name]}",
            "HOST": host,
            "PORT": port,
            "NAME": server.database,
            "USER": server.user,
            "PASSWORD": server.password,
        }
    return {**entries, "archive": sqlite_entry(directory / "archive.sqlite3")}


def _caches(places: dict[str, tuple[str, int]], directory: Path) -> dict[str, Document]:
    pages = directory / "pages"
    pages.mkdir(exist_ok=True)
    backends = "django.core.cache.backends"
    return {
        "default": {
            "BACKEND": f"{backends}.redis.RedisCache",
            "LOCATION": "redis://{}:{}/1".format(*places["redis"]),
        },
        "sessions": {
            "BACKEND": f"{backends}.memcached.PyMemcacheCache",
            "LOCATION": "{}:{}".format(*places["memcached"]),
        },
        "pages": {"BACKEND": f"{backends}.filebased.FileBasedCache", "LOCATION": str(pages)},
    }


def migrate(servers: Servers, directory: Path) -> None:
    """Bring the project's tables into its default database, past the proxy."""
    databases = {"default": postgresql_entry(servers.postgresql)}
    write_settings(directory, "migrating", DATABASES=databases, INSTALLED_APPS=_APPS)
    manage(directory, "migrating", "migrate", "--verbosity=0")


def ask_workers_each_time(project: Path) -> None:
    """Make the daemon on this project ping Celery's workers at each scrape.

    It keeps a good answer for a while, which can be set nowhere, and the tests cannot wait for it.
    """
    lines = [
        "from django_health.checks.celery.check import CeleryCheck",
        "CeleryCheck.min_interval = 0.0",
    ]
    with (project / NAME / "settings.py").open("a", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
