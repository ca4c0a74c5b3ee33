"""A MariaDB server."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

import pymysql
from pymysql.connections import Connection

from live_servers.certificates import TLSFiles, copy_for
from live_servers.programs import find_program
from live_servers.server import PASSWORD, LiveServer
from live_servers.template import copy_template

_PACKAGE = "mariadb-server"


class MariaDB(LiveServer):
    """MariaDB on TCP and on a unix socket.

    Args:
        directory: Where it makes its home.
        settings: Server options without the leading dashes: ``{"max-connections": 5}``.
        tls: Turns TLS on with this certificate.
    """

    name = "mariadb"
    account_name = "mysql"
    _defaults: ClassVar[dict[str, object]] = {
        "innodb-buffer-pool-size": "32M",
        "innodb-log-file-size": "8M",
        "innodb-flush-log-at-trx-commit": 0,
    }

    def __init__(
        self,
        directory: Path | None = None,
        *,
        settings: Mapping[str, object] | None = None,
        tls: TLSFiles | None = None,
    ) -> None:
        super().__init__(directory)
        self.user = "admin"
        self.password = PASSWORD
        self.database = "app"
        self.settings = {
            **self._defaults,
            **{name.replace("_", "-"): value for name, value in (settings or {}).items()},
        }
        self._tls = tls

    @property
    def unix_socket(self) -> Path:
        """The path of its unix socket."""
        return self.directory / "socket"

    def connect(self) -> Connection:
        """Open an administrator's connection in autocommit mode; the caller closes it."""
        return self._connection(timeout=10)

    def _prepare(self) -> None:
        copy_template(self.name, self.account_name, self.directory / "data", self._install)
        accounts = [f"'{self.user}'@'{host}'" for host in ("127.0.0.1", "localhost")]
        statements = [
            f"CREATE DATABASE IF NOT EXISTS {self.database}",
            *(f"CREATE USER IF NOT EXISTS {a} IDENTIFIED BY '{self.password}'" for a in accounts),
            *(f"GRANT ALL ON *.* TO {account} WITH GRANT OPTION" for account in accounts),
        ]
        script = "".join(f"{statement};\n" for statement in statements)
        (self.directory / "start.sql").write_text(script, encoding="utf-8")
        if self._tls is not None:
            files = copy_for(self._tls, self.directory, self.account)
            self.settings |= {
                "ssl-ca": files.authority,
                "ssl-cert": files.certificate,
                "ssl-key": files.key,
            }

    def _install(self, home: Path) -> list[str]:
        return [
            find_program(_PACKAGE, "mariadb-install-db"),
            # Starting in a tmpdir it removes the temporary tables of every other server there.
            *("--no-defaults", f"--datadir={home / 'data'}", f"--tmpdir={home}"),
            *("--auth-root-authentication-method=normal", "--skip-test-db"),
            "--skip-name-resolve",
            *(f"--{name}={value}" for name, value in self._defaults.items()),
        ]

    def _command(self) -> list[str]:
        settings = {
            "datadir": self.directory / "data",
            "socket": self.unix_socket,
            "pid-file": self.directory / "pid",
            "tmpdir": self.directory,
            "init-file": self.directory / "start.sql",
            "bind-address": self.host,
            **self.settings,
            "port": self.port,
        }
        return [
            find_program(_PACKAGE, "mariadbd", "mysqld"),
            *("--no-defaults", "--skip-name-resolve"),
            *(f"--{name}={value}" for name, value in settings.items()),
        ]

    def _answers(self) -> bool:
        try:
            with self._connection(timeout=1):
                return True
        except pymysql.err.OperationalError:
            return False

    def _connection(self, timeout: int) -> Connection:
        return pymysql.connect(
            host=self.host,
            port=self.port,
            user=self.user,
            password=self.password,
            database=self.database,
            connect_timeout=timeout,
            autocommit=True,
        )
