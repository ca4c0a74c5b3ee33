"""One reload from its beginning to its end, on a server that serves."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from django_health_exporter.alerting.alerts import Alerts
from django_health_exporter.configuration.config import Flags, load
from django_health_exporter.configuration.project.rereading import Rereading
from django_health_exporter.reloading.failure import ReloadError
from django_health_exporter.reloading.metrics import ReloadFigures
from django_health_exporter.reloading.procedure import Procedure
from django_health_exporter.reloading.succession import Succession
from django_health_exporter.systemd.notifier import Notifier
from django_health_exporter.web.policy.current import CurrentPolicy
from django_health_exporter.web.server import WebServer
from told_figures import told_figures

SUCCESSFUL = "django_health_exporter_config_last_reload_successful"


class Ground:
    """A daemon without its process: a file, what is in force, and the server."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "health.yaml"
        self.web_file = folder / "web.yaml"
        self.web_file.touch()
        self.write("one")
        flags = Flags(
            self.file,
            web={"listen_addresses": ("127.0.0.1:0",)},
            collectors={"system": False},
        )
        config = load(flags, {})
        self.figures = metrics = ReloadFigures()
        policies = CurrentPolicy(self.web_file)
        self.succession = Succession(config)
        self.server = WebServer(self.succession.watched, config.web, policies)
        self.server.bind()
        self.manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.manager.bind(str(folder / "notify"))
        self.manager.settimeout(20)
        self.procedure = Procedure(
            flags,
            self.succession,
            self.server,
            alerts=Alerts(lambda: self.succession.engine),
            policies=policies,
            metrics=metrics,
            notifier=Notifier(str(folder / "notify")),
        )
        self.thread = threading.Thread(target=self.server.run)
        self.thread.start()

    def write(self, alias: str, more: str = "") -> None:
        """Write the file, with a database."""
        text = f"databases: {{{alias}: {{url: 'sqlite:////nowhere'}}}}\n{more}"
        self.file.write_text(text, encoding="utf-8")

    @property
    def aliases(self) -> list[str]:
        """What the engine in force asks."""
        return [check.target for check in self.succession.engine.checks]

    def told(self) -> list[str]:
        """What the service manager was told, by the first line of each message."""
        return [self.manager.recv(4096).decode().partition("\n")[0] for _ in range(2)]

    def ask(self, path: str) -> bytes:
        """Ask the server."""
        connection = HTTPConnection(self.server.addresses[0], timeout=20)
        try:
            connection.request("GET", path)
            return connection.getresponse().read()
        finally:
            connection.close()

    def end(self) -> None:
        """End everything."""
        self.server.stop()
        self.thread.join(20)
        self.succession.close()
        self.manager.close()


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Ground]:
    """One that ends with the test."""
    made = Ground(tmp_path)
    yield made
    made.end()


def test_success(ground: Ground, caplog: pytest.LogCaptureFixture) -> None:
    """New requests are answered from the new configuration; all who want to know are told."""
    caplog.set_level(logging.INFO)
    ground.write("two", "web: {max_requests: 3}\n")
    line = ground.procedure()
    later = "web.max_requests changed and will take effect after a restart"
    assert line == f"reloaded: 1 target, found in the configuration file; {later}"
    assert ground.aliases == ["two"]
    assert b'database="two"' in ground.ask("/metrics")
    assert ground.told() == ["RELOADING=1", "READY=1"]
    assert told_figures(ground.figures)[SUCCESSFUL] == 1
    told = [(r.levelname, r.getMessage()) for r in caplog.records if r.name.endswith("procedure")]
    assert told == [
        ("INFO", "reloaded: 1 target, found in the configuration file"),
        ("WARNING", later),
    ]


def test_failure(ground: Ground, caplog: pytest.LogCaptureFixture) -> None:
    """What was in force stays in force; the service manager hears that it is ready again."""
    ground.write("two", "nonsense: 1")
    with pytest.raises(ReloadError, match="unknown key 'nonsense'"):
        ground.procedure()
    assert ground.aliases == ["one"]
    assert ground.told() == ["RELOADING=1", "READY=1"]
    assert told_figures(ground.figures)[SUCCESSFUL] == 0
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "stays in force: " in caplog.records[0].getMessage()


def test_bad_web_configuration_file(ground: Ground) -> None:
    """It is looked at once more, and nothing of the rest is taken over without it."""
    ground.write("two")
    ground.web_file.write_text("nonsense: 1", encoding="utf-8")
    with pytest.raises(ReloadError, match="unknown key 'nonsense'"):
        ground.procedure()
    assert ground.aliases == ["one"]
    ground.web_file.write_text("", encoding="utf-8")
    ground.procedure()
    assert ground.aliases == ["two"]


def test_taking_over_that_fails(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    """What reading did to the process is undone, whatever it was that failed."""
    undone: list[Rereading] = []
    monkeypatch.setattr(Rereading, "undo", lambda reading: undone.append(reading))  # noqa: PLW0108 - a method

    def fail(*_: object) -> None:
        raise ValueError("canary")

    monkeypatch.setattr(Succession, "follow", fail)
    with pytest.raises(ReloadError, match=r"ValueError at test_procedure.py"):
        ground.procedure()
    assert len(undone) == 1


def test_what_nobody_expected(
    ground: Ground, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It counts as a failure too, and its text may be a secret."""

    def fail(_reading: Rereading) -> None:
        raise RuntimeError("canary")

    monkeypatch.setattr(Rereading, "keep", fail)
    ground.write("two")
    with pytest.raises(ReloadError, match="RuntimeError"):
        ground.procedure()
    assert told_figures(ground.figures)[SUCCESSFUL] == 0
    assert "canary" not in caplog.text


def test_server_that_has_ended(ground: Ground) -> None:
    """There is nobody to take anything over."""
    ground.server.stop()
    ground.thread.join(20)
    ground.write("two")
    with pytest.raises(ReloadError, match="the daemon ends"):
        ground.procedure()
    assert ground.aliases == ["one"]
