"""The servers, their proxies, a worker, and the daemon on a project that uses them all."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from fault_proxy import FaultProxy
from faulty_stack.project import ask_workers_each_time, broker_urls, migrate, settings_of
from faulty_stack.resources import Resources
from faulty_stack.servers import Servers, running_servers, with_rabbitmq
from live_celery import NAME, worker, write_project
from live_exporter import Exporter

BUDGET = 3.0
"""Seconds in which the daemon has to answer, whoever asks."""

_START_TIMEOUT = 60.0


@dataclass(frozen=True)
class FaultyStack:
    """The daemon and what it watches.

    Attributes:
        directory: The folder of its project.
        exporter: The daemon.
        servers: The real servers; ask them past the proxies.
        timeout: Seconds that a check may take.
        calm: What the daemon held when all was well for the first time.
    """

    directory: Path
    exporter: Exporter
    servers: Servers
    timeout: float
    calm: Resources

    @property
    def proxies(self) -> dict[str, FaultProxy]:
        """The proxies, by the names of the servers in :class:`Servers`."""
        return self.servers.proxies

    @property
    def watched(self) -> set[str]:
        """The names of the servers that the daemon watches."""
        unused = {"broker"} if self.servers.rabbitmq else set()
        return self.proxies.keys() - unused

    def resources(self) -> Resources:
        """What the daemon holds now."""
        return Resources.of(self.exporter.process.pid)

    def wait_until_healthy(self) -> None:
        """Ask until all is well."""
        _wait_until_healthy(self.exporter)


@contextmanager
def running_faulty_stack(
    directory: Path,
    timeout: float = 0.5,
    *,
    servers: Servers | None = None,
    rabbitmq: bool = False,
    host: str = "127.0.0.1",
    settings: Mapping[str, object] | None = None,
    arguments: Sequence[str] = (),
    environ: Mapping[str, str] | None = None,
    within: Sequence[str] = (),
) -> Iterator[FaultyStack]:
    """Start all of it, and wait until all is well.

    Args:
        directory: An empty folder, for the project.
        timeout: Seconds that a check may take.
        servers: Run already; by default new ones, which end with the stack.
        rabbitmq: Make RabbitMQ the broker, where the servers are new.
        host: Under which host the servers are, in which ``{name}`` stands for that of the server.
        settings: More of the project's settings, or in place of its own.
        arguments: More of the daemon's command line.
        environ: More of its environment.
        within: A command that executes the daemon.
    """
    with ExitStack() as inside:
        if servers is None:
            servers = inside.enter_context(running_servers())
            if rabbitmq:
                servers = inside.enter_context(with_rabbitmq(servers))
        url, direct_url = broker_urls(servers, host)
        document = {**settings_of(servers, directory, timeout, host), **(settings or {})}
        project = write_project(directory / "project", url, **document)
        migrate(servers, directory)
        ask_workers_each_time(project)
        inside.enter_context(worker(write_project(directory / "worker", direct_url)))
        command = [f"--django.settings={NAME}.settings", f"--scrape-timeout={BUDGET}", *arguments]
        exporter = inside.enter_context(Exporter(project, command, environ, within))
        _wait_until_healthy(exporter)
        for _ in range(3):  # it loads things when they are needed
            exporter.scrape()
        calm = Resources.of(exporter.process.pid)
        yield FaultyStack(directory, exporter, servers, timeout, calm)


def _wait_until_healthy(exporter: Exporter) -> None:
    deadline = time.monotonic() + _START_TIMEOUT
    while exporter.get("/health/").status != 200:
        if time.monotonic() > deadline:
            text = exporter.get("/health/detailed/").body.decode()
            raise RuntimeError(f"it does not get well:\n{text}\n{exporter.log[-4000:]}")
        time.sleep(0.05)
