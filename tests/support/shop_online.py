"""The sample project of the layered image, on servers made as ``compose.yaml`` makes them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pymysql

from compose_files import DEPLOY, FOLDER
from live_servers import MariaDB, Memcached, PostgreSQL, Redis, free_port
from live_servers.programs import find_program

_SHOP = DEPLOY.parent / "examples" / "shop"


@dataclass(frozen=True)
class ShopOnline:
    """The project and what it runs on.

    Attributes:
        folder: Its working folder, which is the image's ``/app``.
        environ: Its environment, as in ``compose.yaml`` but for the addresses.
        secrets: The folder of the passwords.
        redis: Its broker and cache.
    """

    folder: Path
    environ: dict[str, str]
    secrets: Path
    redis: Redis

    def secret(self, name: str) -> str:
        """Return a password."""
        return (self.secrets / name).read_text(encoding="utf-8")

    def run(self, *command: str) -> str:
        """Run a command of the image to its end, and return what it prints.

        Raises:
            subprocess.CalledProcessError: It failed.
        """
        return subprocess.run(
            [sys.executable, "-m", *command],
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], **self.environ},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=100,
            check=True,
        ).stdout


@contextmanager
def shop_online(folder: Path) -> Iterator[ShopOnline]:
    """Invent the passwords, start the servers, and make what their images make at first."""
    secrets = folder / "secrets"
    subprocess.run(["sh", FOLDER / "make-secrets.sh", secrets], check=True, capture_output=True)
    app = folder / "app"
    app.mkdir()
    (app / "shop").symlink_to(_SHOP / "shop")
    (app / "shop_online").symlink_to(DEPLOY / "container" / "layered" / "shop_online")
    users = (secrets / "redis_users").read_text(encoding="utf-8")
    with PostgreSQL() as postgresql, MariaDB() as mariadb, Memcached() as memcached:
        _prepare_postgresql(postgresql, secrets)
        _prepare_mariadb(mariadb, (secrets / "mariadb_password").read_text(encoding="utf-8"))
        with _RedisWithUsers(users) as redis:
            environ = {
                "DJANGO_SETTINGS_MODULE": "shop_online.settings",
                "SECRETS": str(secrets),
                "POSTGRESQL": f"{postgresql.host}:{postgresql.port}",
                "MARIADB": f"{mariadb.host}:{mariadb.port}",
                "REDIS": f"{redis.host}:{redis.port}",
                "MEMCACHED": f"{memcached.host}:{memcached.port}",
                "WEB": f"127.0.0.1:{free_port()}",
            }
            yield ShopOnline(app, environ, secrets, redis)


class _RedisWithUsers(Redis):
    """Redis that reads its users from a file, as in the container."""

    def __init__(self, users: str) -> None:
        super().__init__()
        self._users = users

    def _prepare(self) -> None:
        super()._prepare()
        (self.directory / "users").write_text(self._users, encoding="utf-8")
        self.arguments = ["--aclfile", str(self.directory / "users")]

    def _answers(self) -> bool:
        # Without a password it refuses, which is an answer.
        return "Ready to accept connections" in self.log


def _prepare_postgresql(server: PostgreSQL, secrets: Path) -> None:
    """Run the script as the image's own does."""
    psql = find_program("postgresql-client", "psql")
    subprocess.run(
        [
            *(psql, "-v", "ON_ERROR_STOP=1", "--no-password", "--no-psqlrc"),
            *("--file", str(FOLDER / "postgresql.sql")),
        ],
        env={
            "PATH": os.environ["PATH"],
            "SECRETS": str(secrets),
            "PGHOST": server.host,
            "PGPORT": str(server.port),
            "PGUSER": server.user,
            "PGPASSWORD": server.password,
            "PGDATABASE": server.database,
        },
        check=True,
        capture_output=True,
        timeout=60,
    )


def _prepare_mariadb(server: MariaDB, password: str) -> None:
    """Make what the image makes of its variables, then run the script."""
    script = (FOLDER / "mariadb.sql").read_text(encoding="utf-8")
    lines = [line for line in script.splitlines() if not line.startswith("--")]
    statements = [
        "CREATE DATABASE archive",
        f"CREATE USER 'shop'@'%' IDENTIFIED BY '{password}'",
        "GRANT ALL ON archive.* TO 'shop'@'%'",
        *filter(str.strip, "\n".join(lines).split(";")),
    ]
    connection: pymysql.connections.Connection = server.connect()
    with connection, connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
