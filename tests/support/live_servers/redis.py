"""A Redis server."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from live_servers.certificates import TLSFiles, copy_for
from live_servers.ports import free_port
from live_servers.programs import find_program
from live_servers.server import LiveServer


class Redis(LiveServer):
    """Redis on TCP and on a unix socket; its keys are gone after a stop.

    Args:
        directory: Where it makes its home.
        arguments: More of the command line: ``["--maxclients", "5"]``.
        password: What the default user has to say; None for nothing.
        tls: Makes it speak TLS with this certificate on :attr:`tls_port` too.
    """

    name = "redis"
    account_name = "redis"

    def __init__(
        self,
        directory: Path | None = None,
        *,
        arguments: Sequence[str] = (),
        password: str | None = None,
        tls: TLSFiles | None = None,
    ) -> None:
        super().__init__(directory)
        self.arguments = list(arguments)
        self.password = password
        self.tls_port = 0
        self._tls = tls

    @property
    def unix_socket(self) -> Path:
        """The path of its unix socket."""
        return self.directory / "socket"

    def connect(self) -> redis.Redis:
        """Open a client that tries everything once; the caller closes it."""
        return self._client(timeout=10)

    def _prepare(self) -> None:
        lines = ['save ""', "appendonly no"]
        if self.password is not None:
            lines.append(f"requirepass {self.password}")
        if self._tls is not None:
            files = copy_for(self._tls, self.directory, self.account)
            lines += [
                f"tls-ca-cert-file {files.authority}",
                f"tls-cert-file {files.certificate}",
                f"tls-key-file {files.key}",
                "tls-auth-clients no",
            ]
        text = "".join(f"{line}\n" for line in lines)
        (self.directory / "redis.conf").write_text(text, encoding="utf-8")

    def _choose_ports(self) -> None:
        super()._choose_ports()
        self.tls_port = 0 if self._tls is None else free_port()

    def _ports(self) -> list[int]:
        return [self.port] if self._tls is None else [self.port, self.tls_port]

    def _command(self) -> list[str]:
        return [
            find_program("redis-server", "redis-server"),
            str(self.directory / "redis.conf"),
            *("--bind", self.host, "--port", str(self.port), "--tls-port", str(self.tls_port)),
            *("--unixsocket", str(self.unix_socket), "--unixsocketperm", "777"),
            *("--dir", str(self.directory), *self.arguments),
        ]

    def _answers(self) -> bool:
        with self._client(timeout=1) as client:
            try:
                return bool(client.info("server")["process_id"] == self.pid)
            except (redis.ConnectionError, redis.TimeoutError):
                return False

    def _client(self, timeout: float) -> redis.Redis:
        return redis.Redis(
            host=self.host,
            port=self.port,
            password=self.password,
            socket_connect_timeout=timeout,
            socket_timeout=timeout,
            retry=Retry(NoBackoff(), 0),
        )
