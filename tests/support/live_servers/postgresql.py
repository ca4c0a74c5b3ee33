"""A PostgreSQL server."""

from __future__ import annotations

import signal
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

import psycopg

from live_servers.certificates import TLSFiles, copy_for
from live_servers.programs import find_program
from live_servers.server import PASSWORD, LiveServer
from live_servers.template import copy_template

_PACKAGE = "postgresql"


class PostgreSQL(LiveServer):
    """PostgreSQL with passwords as scram-sha-256, on TCP and on a unix socket.

    Args:
        directory: Where it makes its home.
        settings: Server settings, as in ``postgresql.conf``.
        tls: Turns TLS on with this certificate.
    """

    name = "postgresql"
    account_name = "postgres"
    stop_signal = signal.SIGINT  # the fast shutdown: at SIGTERM it waits for its clients
    _defaults: ClassVar[dict[str, object]] = {
        "fsync": "off",
        "full_page_writes": "off",
        "shared_buffers": "16MB",
        "log_connections": "on",
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
        self.database = "postgres"
        self.settings = {**self._defaults, **(settings or {})}
        self._tls = tls

    @property
    def socket_directory(self) -> Path:
        """The folder of its unix socket: what clients take for the host."""
        return self.directory

    def connect(self, database: str | None = None) -> psycopg.Connection:
        """Open a superuser's connection in autocommit mode; the caller closes it."""
        return psycopg.connect(
            host=self.host,
            port=self.port,
            user=self.user,
            password=self.password,
            dbname=database or self.database,
            connect_timeout=10,
            autocommit=True,
        )

    def _prepare(self) -> None:
        copy_template(self.name, self.account_name, self.directory / "data", self._initdb)
        if self._tls is not None:
            files = copy_for(self._tls, self.directory, self.account)
            self.settings |= {
                "ssl": "on",
                "ssl_ca_file": files.authority,
                "ssl_cert_file": files.certificate,
                "ssl_key_file": files.key,
            }

    def _initdb(self, home: Path) -> list[str]:
        password_file = home / "password"
        password_file.write_text(self.password, encoding="ascii")
        return [
            find_program(_PACKAGE, "/usr/lib/postgresql/*/bin/initdb", "initdb"),
            *("-D", str(home / "data"), "--username", self.user, "--pwfile", str(password_file)),
            *("--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C"),
            *("--no-sync", "--no-instructions"),
        ]

    def _command(self) -> list[str]:
        settings = {
            **self.settings,
            "listen_addresses": self.host,
            "port": self.port,
            "unix_socket_directories": self.socket_directory,
        }
        return [
            find_program(_PACKAGE, "/usr/lib/postgresql/*/bin/postgres", "postgres"),
            *("-D", str(self.directory / "data")),
            *(f"--{name}={value}" for name, value in settings.items()),
        ]

    def _answers(self) -> bool:
        # The postmaster tells through this file when it takes connections; asking by connecting
        # would leave failed attempts in the counters that tests look at.
        state = self.directory / "data" / "postmaster.pid"
        try:
            lines = state.read_text(encoding="utf-8").split("\n")
        except FileNotFoundError:
            return False
        return len(lines) > 7 and lines[0] == str(self.pid) and lines[7].strip() == "ready"
