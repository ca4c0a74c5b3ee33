"""A server whose certificate must not be believed, until it presents a right one."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial

import pytest

from live_exporter import mariadb_entry, memcached_entry, postgresql_entry, redis_entry
from live_servers import MariaDB, Memcached, PostgreSQL, Redis, TLSFiles
from live_servers.certificates import copy_for
from sample_checks import eventually
from server_faults import Authority, Watch, Website, borne, watched
from server_faults.authority import WRONG
from server_faults.encrypted_memcached import EncryptedMemcached

TARGETS = (
    "database/postgresql",
    "database/mariadb",
    "cache/redis",
    "cache/memcached",
    "celery/workers",
    "http/website",
)
"""All that is asked over TLS."""


@dataclass(frozen=True)
class Secured:
    """Servers that speak TLS, and the daemon that watches them.

    Attributes:
        present: By target, what makes its server present another certificate from now on, and
            leave the clients that it has.
    """

    authority: Authority
    watch: Watch
    present: Mapping[str, Callable[[TLSFiles], None]]


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    """All servers with the right certificate."""
    directory = tmp_path_factory.mktemp("secured")
    authority = Authority(directory)
    right = authority.right()
    with (
        PostgreSQL(tls=right) as postgresql,
        MariaDB(tls=right) as mariadb,
        Redis(tls=right) as redis,
        EncryptedMemcached(right) as memcached,
        Redis(tls=right) as broker,
        Website(tls=right) as website,
        watched(
            directory,
            set(TARGETS),
            _settings(postgresql, mariadb, redis, broker, str(authority.file)),
            checks=_checks(website, authority),
            lines=_memcached_entry(memcached, authority),
        ) as watch,
    ):
        present = (
            partial(_present_by_postgresql, postgresql),
            partial(_present_by_mariadb, mariadb),
            partial(_present_by_redis, redis),
            memcached.present,
            partial(_present_by_redis, broker),
            partial(_present_by_website, website),
        )
        yield Secured(authority, watch, dict(zip(TARGETS, present, strict=True)))


def _checks(website: Website, authority: Authority) -> dict[str, object]:
    url = f"https://{website.host}:{website.port}/"
    return {"HTTP": {"website": {"URL": url, "CA_FILE": str(authority.file)}}}


def _settings(
    postgresql: PostgreSQL, mariadb: MariaDB, redis: Redis, broker: Redis, authority: str
) -> dict[str, object]:
    verified = {"sslmode": "verify-full", "sslrootcert": authority}
    identified = {"ssl_mode": "VERIFY_IDENTITY", "ssl": {"ca": authority}}
    options = {"ssl_ca_certs": authority, "ssl_check_hostname": True}
    return {
        "DATABASES": {
            "postgresql": postgresql_entry(postgresql, OPTIONS=verified),
            "mariadb": mariadb_entry(mariadb, OPTIONS=identified),
        },
        "CACHES": {"redis": redis_entry(redis, LOCATION=_rediss(redis), OPTIONS=options)},
        "CELERY_BROKER_URL": _rediss(broker),
        "CELERY_BROKER_USE_SSL": {**options, "ssl_cert_reqs": int(ssl.CERT_REQUIRED)},
    }


def _memcached_entry(server: Memcached, authority: Authority) -> str:
    """Its TLS is an object, which the settings have to make."""
    return f"""\
import ssl

CACHES["memcached"] = {memcached_entry(server)!r}
context = ssl.create_default_context(cafile={str(authority.file)!r})
CACHES["memcached"]["OPTIONS"] = {{"tls_context": context}}
"""


def _rediss(server: Redis) -> str:
    return f"rediss://{server.host}:{server.tls_port}/0"


def _present_by_postgresql(server: PostgreSQL, files: TLSFiles) -> None:
    copy_for(files, server.directory, server.account)
    with server.connect() as admin:

        def loaded() -> object:
            return (admin.execute("SELECT pg_conf_load_time()").fetchone() or (None,))[0]

        before = loaded()
        admin.execute("SELECT pg_reload_conf()")
        eventually(lambda: loaded() != before)
        admin.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
            " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )


def _present_by_mariadb(server: MariaDB, files: TLSFiles) -> None:
    copy_for(files, server.directory, server.account)
    with server.connect() as connection, connection.cursor() as cursor:
        cursor.execute("FLUSH SSL")
        cursor.execute("SELECT id FROM information_schema.processlist WHERE id <> CONNECTION_ID()")
        for (number,) in cursor.fetchall():
            cursor.execute(f"KILL {number}")


def _present_by_redis(server: Redis, files: TLSFiles) -> None:
    copies = copy_for(files, server.directory, server.account)
    with server.connect() as admin:
        names = {"tls-cert-file": copies.certificate, "tls-key-file": copies.key}
        admin.execute_command("CONFIG SET", *(str(word) for pair in names.items() for word in pair))
        admin.client_kill_filter(_type="normal", skipme=True)


def _present_by_website(server: Website, files: TLSFiles) -> None:
    copy_for(files, server.directory, server.account)
    server.restart()


@contextmanager
def _presenting(secured: Secured, *targets: str, wrong: str) -> Iterator[None]:
    with ExitStack() as right:
        for target in targets:
            secured.present[target](WRONG[wrong](secured.authority))
            right.callback(secured.present[target], secured.authority.right())
        yield


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_certificate(secured: Secured, target: str, wrong: str) -> None:
    """It alone is ``tls``, and well again once the server presents a right one."""
    borne(secured.watch, _presenting(secured, target, wrong=wrong), {target: "tls"})


@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_certificates_everywhere(secured: Secured, wrong: str) -> None:
    """Whatever is wrong with it, each of them is ``tls``, and all are well at once."""
    borne(secured.watch, _presenting(secured, *TARGETS, wrong=wrong), dict.fromkeys(TARGETS, "tls"))
