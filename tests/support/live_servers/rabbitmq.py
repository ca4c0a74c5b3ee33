"""A RabbitMQ server."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import amqp
from amqp.exceptions import AMQPError

from live_servers.certificates import TLSFiles, copy_for
from live_servers.ports import free_port
from live_servers.process import end, spawn
from live_servers.programs import find_program
from live_servers.server import PASSWORD, LiveServer


class RabbitMQ(LiveServer):
    """RabbitMQ on TCP, with a port mapper of its own; it takes some seconds to start.

    Args:
        directory: Where it makes its home.
        settings: More lines of ``rabbitmq.conf``, by key.
        tls: Makes it speak TLS with this certificate on :attr:`tls_port` too.
    """

    name = "rabbitmq"
    account_name = "rabbitmq"

    def __init__(
        self,
        directory: Path | None = None,
        *,
        settings: dict[str, str] | None = None,
        tls: TLSFiles | None = None,
    ) -> None:
        super().__init__(directory)
        self.settings = settings or {}
        self.user = "canary"
        self.password = PASSWORD
        self.tls_port = 0
        self._tls = tls
        self._mapper_port = self._cluster_port = 0
        self._mapper: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The URL of its virtual host ``/``, with the administrator's password."""
        return f"amqp://{self.user}:{self.password}@{self.host}:{self.port}//"

    def connect(self) -> amqp.Connection:
        """Open the administrator's connection; the caller closes it."""
        return self._connection(timeout=10)

    def control(self, *arguments: str) -> str:
        """Run ``rabbitmqctl`` and return what it prints; it takes seconds."""
        program = find_program("rabbitmq-server", "/usr/lib/rabbitmq/bin/rabbitmqctl")
        command = [*self._environment(), program, "--node", self._node, *arguments]
        run = subprocess.run(
            command,
            cwd=self.directory,
            capture_output=True,
            check=True,
            user=None if self.account is None else self.account.pw_uid,
            group=None if self.account is None else self.account.pw_gid,
            extra_groups=None if self.account is None else [],
        )
        return run.stdout.decode()

    def stop(self) -> None:
        """End it and its port mapper."""
        super().stop()
        self._end_mapper()

    def close(self) -> None:
        """Stop it, if it runs, and remove its data."""
        try:
            super().close()
        finally:
            self._end_mapper()

    @property
    def _node(self) -> str:
        return f"canary{self.port}@localhost"

    def _choose_ports(self) -> None:
        super()._choose_ports()
        self._mapper_port, self._cluster_port = free_port(), free_port()
        self.tls_port = 0 if self._tls is None else free_port()

    def _ports(self) -> list[int]:
        tls = [] if self._tls is None else [self.tls_port]
        return [self.port, self._mapper_port, self._cluster_port, *tls]

    def _launch(self) -> None:
        # Erlang would start a mapper by itself, which would outlive the test run.
        self._end_mapper()
        mapper = find_program("erlang-base", "epmd")
        arguments = ["-address", self.host, "-port", str(self._mapper_port)]
        self._configure()
        self._mapper = spawn([mapper, *arguments], self.directory, self.account)
        super()._launch()

    def _end_mapper(self) -> None:
        if self._mapper is not None:
            end(self._mapper, self.stop_signal)
            self._mapper = None

    def _configure(self) -> None:
        lines = {
            "listeners.tcp.local": f"{self.host}:{self.port}",
            "default_user": self.user,
            "default_pass": self.password,
            "loopback_users": "none",
            "log.console": "true",
            **self.settings,
        }
        if self._tls is not None:
            files = copy_for(self._tls, self.directory, self.account)
            lines |= {
                "listeners.ssl.local": f"{self.host}:{self.tls_port}",
                "ssl_options.cacertfile": str(files.authority),
                "ssl_options.certfile": str(files.certificate),
                "ssl_options.keyfile": str(files.key),
                "ssl_options.verify": "verify_none",
            }
        text = "".join(f"{key} = {value}\n" for key, value in lines.items())
        (self.directory / "rabbitmq.conf").write_text(text, encoding="utf-8")
        (self.directory / "plugins").write_text("[].\n", encoding="utf-8")

    def _environment(self) -> list[str]:
        home = self.directory
        variables = {
            "HOME": home,
            "ERL_EPMD_ADDRESS": self.host,
            "ERL_EPMD_PORT": self._mapper_port,
            "RABBITMQ_NODENAME": self._node,
            "RABBITMQ_DIST_PORT": self._cluster_port,
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
            "RABBITMQ_CONF_ENV_FILE": home / "none",
            "RABBITMQ_CONFIG_FILE": home / "rabbitmq.conf",
            "RABBITMQ_ENABLED_PLUGINS_FILE": home / "plugins",
            "RABBITMQ_MNESIA_BASE": home / "data",
            "RABBITMQ_LOG_BASE": home / "logs",
            "RABBITMQ_LOGS": "-",
            "RUNNING_UNDER_SYSTEMD": "true",  # the script becomes the server, under its own id
        }
        return [
            find_program("coreutils", "env"),
            *(f"{name}={value}" for name, value in variables.items()),
        ]

    def _command(self) -> list[str]:
        return [
            *self._environment(),
            find_program("rabbitmq-server", "/usr/lib/rabbitmq/bin/rabbitmq-server"),
        ]

    def _answers(self) -> bool:
        if "startup complete" not in self.log:
            return False
        try:
            with self._connection(timeout=1) as connection:
                told: dict[str, Any] = connection.server_properties
                return bool(told["cluster_name"].startswith(f"canary{self.port}@"))
        except (OSError, AMQPError):
            return False

    def _connection(self, timeout: float) -> amqp.Connection:
        connection = amqp.Connection(
            f"{self.host}:{self.port}", self.user, self.password, connect_timeout=timeout
        )
        connection.connect()
        return connection
