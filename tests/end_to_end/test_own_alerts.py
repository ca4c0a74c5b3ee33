"""The daemon tells alerts by itself: a real receiver, restarts, reloads, and the end."""

from __future__ import annotations

import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from alert_channels import PostOffice, eventually, post_office
from live_exporter import Exporter
from live_exporter.command import run_command
from live_servers import SilentListener, free_port
from reloads import LIFECYCLE, refused, reloaded

FAST = {"interval": 1, "fire_after": 0, "resolve_after": 0, "repeat_interval": 3600}
SENT = "django_health_exporter_alert_messages_total"
UP = "django_health_exporter_alert_channel_up"
CANARY = "hunter2-token"


class Ground:
    """A port that somebody listens on or not, a receiver, and the file of a daemon."""

    def __init__(self, folder: Path, office: PostOffice) -> None:
        self.folder = folder
        self.office = office
        self.port = free_port()
        self.file = folder / "health.yaml"
        self.write()

    def hook(self, path: str = "/ops") -> dict[str, Any]:
        """A channel to the receiver."""
        url = f"{self.office.url}{path}?token={CANARY}"
        return {"type": "webhook", "url": url, "timeout": 5}

    def write(self, **alerting: Any) -> None:
        """Write the file, with a section for alerts."""
        section = {
            **FAST,
            "state_file": str(self.folder / "alerts.json"),
            "channels": {"ops": self.hook()},
            **alerting,
        }
        document = {"tcp": {"gate": {"host": "127.0.0.1", "port": self.port}}, "alerting": section}
        self.file.write_text(yaml.safe_dump(document), encoding="utf-8")

    def daemon(self) -> Exporter:
        """The daemon on that file, not yet started."""
        arguments = [f"--config.file={self.file}", "--no-collector.system", LIFECYCLE]
        return Exporter(self.folder, arguments)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Somebody listens on the port."""
        with socket.create_server(("127.0.0.1", self.port), backlog=100):
            yield

    def events(self, path: str = "/ops") -> list[str]:
        """What the receiver was told, in its order."""
        posts = self.office.to(path)
        return [alert["event"] for post in posts for alert in post.document["alerts"]]


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Ground]:
    """With nobody on the port."""
    with post_office() as office:
        yield Ground(tmp_path, office)


def test_alerts_across_restarts(ground: Ground) -> None:
    """It tells once that something fails, also if it is ended meanwhile, and that it is over."""
    with ground.daemon():
        eventually(lambda: ground.events() == ["firing"])
    with ground.daemon() as daemon:
        _looked_twice(daemon)
        assert ground.events() == ["firing"]
        with ground.listening():
            eventually(lambda: ground.events() == ["firing", "resolved"])
    assert daemon.process.returncode == 0


def test_what_is_told_of_it(ground: Ground) -> None:
    """Figures, the configuration in force, the log; and no token anywhere."""
    with ground.daemon() as daemon:
        eventually(lambda: ground.events() == ["firing"])
        eventually(lambda: daemon.scrape()(SENT, channel="ops") == 1)
        samples = daemon.scrape()
        assert samples(UP, channel="ops") == 1
        assert samples("django_health_exporter_alerts_firing") == 1
        told = daemon.get("/config", {"Accept": "application/json"})
        assert told.json()["alerting"]["channels"] == {"ops": {"type": "webhook", "timeout": 5}}
        pages = [daemon.get(path).body for path in ("/", "/metrics", "/config", "/openapi.json")]
    everything = b"".join([told.body, *pages, daemon.log.encode()])
    state = (ground.folder / "alerts.json").read_bytes()
    assert CANARY.encode() not in everything + state
    assert "alerts go to ops, looked for every 1 s" in daemon.log


def test_a_reload_changes_the_channels(ground: Ground) -> None:
    """A new one is told what is wrong, the others nothing twice; a mistake changes nothing."""
    with ground.daemon() as daemon:
        eventually(lambda: ground.events() == ["firing"])
        ground.write(channels={"ops": ground.hook(), "more": ground.hook("/more")})
        reloaded(daemon)
        eventually(lambda: ground.events("/more") == ["firing"])
        assert ground.events() == ["firing"]
        ground.write(channels={"ops": {"type": "webhok"}})
        assert "alerting.channels.ops.type: Invalid value 'webhok', did you" in refused(daemon)
        ground.write(state_file=str(ground.file))
        assert "holds something else than what was told" in refused(daemon)
        assert daemon.scrape()(SENT, channel="more") == 1
        ground.write(enabled=False)
        reloaded(daemon)
        assert SENT not in daemon.scrape().names()


def test_a_dead_receiver_delays_nothing(ground: Ground) -> None:
    """Others are told, scrapes are answered, the figures say it, and the end is bounded."""
    with SilentListener() as silent:
        dead = {"type": "webhook", "url": f"http://127.0.0.1:{silent.port}/", "timeout": 2}
        ground.write(channels={"dead": dead, "ops": ground.hook()})
        with ground.daemon() as daemon:
            eventually(lambda: ground.events() == ["firing"])
            eventually(lambda: daemon.scrape()(UP, channel="dead") == 0)
            assert daemon.scrape()(UP, channel="ops") == 1
            begun = time.monotonic()
            daemon.process.send_signal(signal.SIGTERM)
            assert daemon.process.wait(30) == 0
            assert time.monotonic() - begun < 20
    assert "channel dead does not deliver: timeout" in daemon.log


def test_what_cannot_be_used_is_one_line(ground: Ground) -> None:
    """With exit code 2, before anything starts."""
    ground.write(state_file=str(ground.file))
    arguments = (f"--config.file={ground.file}", "--no-collector.system")
    ended = run_command(ground.folder, *arguments, f"--web.listen-address=127.0.0.1:{free_port()}")
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1), ended.stderr
    assert "holds something else than what was told" in ended.stderr
    ground.write(channels={"ops": {"type": "webhook", "url": f"ftp://{CANARY}"}})
    ended = run_command(ground.folder, *arguments, "--config.check")
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1), ended.stderr
    assert "alerting.channels.ops: url does not begin with" in ended.stderr
    assert CANARY not in ended.stderr


def _looked_twice(daemon: Exporter) -> None:
    name = "django_health_exporter_alerting_last_look_timestamp_seconds"
    first = eventually(lambda: daemon.scrape()(name))
    eventually(lambda: (daemon.scrape()(name) or 0) > (first or 0))
