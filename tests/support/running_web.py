"""The web server on a thread of the test, with checks that do as they are told."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import Any, NamedTuple

from django_health.check import BaseHealthCheck
from django_health.engine import Engine
from django_health.result import Family, Outcome, Status
from django_health.settings import HealthSettings
from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.effective.document import EffectiveDocument
from django_health_exporter.web.policy.current import CurrentPolicy
from django_health_exporter.web.policy.policy import Policy
from django_health_exporter.web.scrape.exposition import Exposition
from django_health_exporter.web.scrape.self_metrics import Teller
from django_health_exporter.web.server import WebServer
from django_health_exporter.web.watched import Watched

VALUE = Family("django_health_fake_value", "What a fake check measured.", ("target",))


class FakeCheck(BaseHealthCheck):
    """Answers at once, with one measurement."""

    def __init__(
        self, name: str = "database", target: str = "default", status: Status = Status.OK
    ) -> None:
        self.name = name
        self.target = target
        self.status = status
        self.runs = 0

    def check(self) -> Outcome:
        """Answer."""
        self.runs += 1
        return Outcome(self.status, measurements=(VALUE(self.runs, self.target),))


class RaisingCheck(FakeCheck):
    """Raises what nobody expected, with a password in its text."""

    def check(self) -> Outcome:
        """Raise."""
        raise RuntimeError("canary-password")


class HangingCheck(FakeCheck):
    """Says nothing until it is released; nothing else ends it."""

    timeout: float = 300

    def __init__(
        self, name: str = "cache", target: str = "default", status: Status = Status.OK
    ) -> None:
        super().__init__(name, target, status)
        self.entered = threading.Event()
        self.released = threading.Event()

    def check(self) -> Outcome:
        """Wait."""
        self.entered.set()
        self.released.wait()
        return super().check()


class CancellableCheck(HangingCheck):
    """Says nothing until it is told to end."""

    def cancel(self) -> None:
        """End."""
        self.released.set()


class GivenPolicy(CurrentPolicy):
    """A policy that is set, and may be another one at any time."""

    def __init__(self, policy: Policy) -> None:
        super().__init__()
        self.policy = policy

    def now(self) -> Policy:
        """Return what was set."""
        return self.policy


class Answer(NamedTuple):
    """An HTTP answer that was read to its end."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def document(self) -> dict[str, Any]:
        """The body as JSON."""
        document: dict[str, Any] = json.loads(self.body)
        return document


class RunningWeb:
    """A web server that is up.

    Attributes:
        engine: Its engine.
        server: The server itself.
        thread: Where it serves; ends after ``server.stop()``.
        host, port: The first address that it listens on.
    """

    def __init__(
        self,
        engine: Engine,
        config: WebConfig,
        tellers: Sequence[Teller] = (),
        policies: CurrentPolicy | None = None,
        effective: EffectiveDocument | None = None,
        settings: HealthSettings | None = None,
    ) -> None:
        self.engine = engine
        settings = settings or HealthSettings()
        exposition = Exposition(engine, settings, tellers)
        watched = Watched(engine, exposition, effective or EffectiveDocument(), settings)
        self.server = WebServer(watched, config, policies)
        self.server.bind()
        host, _, port = self.server.addresses[0].rpartition(":")
        self.host, self.port = host.strip("[]"), int(port)
        self.thread = threading.Thread(target=self.server.run)
        self.thread.start()

    def connect(self, timeout: float = 30) -> HTTPConnection:
        """Return a connection that is not open yet."""
        return HTTPConnection(self.host, self.port, timeout=timeout)

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask on a fresh connection; ``_`` in the names of headers stands for ``-``."""
        connection = self.connect()
        try:
            return ask(connection, path, method, **headers)
        finally:
            connection.close()

    def raw(self, request: bytes) -> bytes:
        """Send bytes, and return what comes until the server closes."""
        with socket.create_connection((self.host, self.port), timeout=30) as client:
            client.sendall(request)
            return b"".join(iter(lambda: client.recv(65536), b""))

    def end(self) -> None:
        """Stop it, and wait until it has ended."""
        self.server.stop()
        self.thread.join(30)
        assert not self.thread.is_alive()
        self.engine.close()


def ask(connection: HTTPConnection, path: str, method: str = "GET", **headers: str) -> Answer:
    """Ask on a connection, which stays open if the server leaves it open."""
    connection.request(
        method, path, headers={name.replace("_", "-"): text for name, text in headers.items()}
    )
    response = connection.getresponse()
    return Answer(response.status, dict(response.getheaders()), response.read())


@contextmanager
def running_web(
    checks: Sequence[BaseHealthCheck] = (),
    config: WebConfig | None = None,
    tellers: Sequence[Teller] = (),
    policies: CurrentPolicy | None = None,
    effective: EffectiveDocument | None = None,
    settings: HealthSettings | None = None,
) -> Iterator[RunningWeb]:
    """Serve ``checks`` on a free port, and release the hanging ones in the end."""
    config = config or WebConfig(listen_addresses=("127.0.0.1:0",))
    web = RunningWeb(Engine(checks), config, tellers, policies, effective, settings)
    try:
        yield web
    finally:
        for check in checks:
            if isinstance(check, HangingCheck):
                check.released.set()
        web.end()
