"""The daemon with a channel of each kind: all are told, and no secret is anywhere else."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from alert_channels import Mailbox, eventually
from alert_receivers import Receiver, receiver
from endpoint_listeners import CANARY, certified
from live_exporter import Exporter
from live_servers import free_port
from live_servers.alertmanager import Alertmanager
from mail_server import USER

NOBODY = {"route": {"receiver": "nobody"}, "receivers": [{"name": "nobody"}]}
PAGES = ("/", "/metrics", "/config", "/health/detailed/", "/debug/state", "/openapi.json")


class Ground(NamedTuple):
    """What alerts are sent to, and the settings of the channels."""

    mailbox: Mailbox
    web: Receiver
    alertmanager: Alertmanager
    channels: dict[str, Any]

    def told(self, word: str) -> bool:
        """Whether each has heard a word."""
        is_mailed = any(word in mail["Subject"] for mail in self.mailbox.mails)
        paths = [post.path for post in self.web.posts if word in post.body.decode()]
        starts = ("/hook", "/bot", "/apprise")
        return is_mailed and all(any(path.startswith(one) for path in paths) for one in starts)


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Ground]:
    """Real servers for mail and Alertmanager, and a receiver for the others."""
    certificate = certified(tmp_path)
    (tmp_path / "templates").mkdir()
    with ExitStack() as stack:
        mailbox = Mailbox(CANARY, starttls=certificate.context, auth_needs_tls=True)
        stack.enter_context(mailbox)
        web = stack.enter_context(receiver())
        alertmanager = stack.enter_context(Alertmanager(NOBODY, tmp_path / "templates"))
        refused = f"http://me:{CANARY}@localhost:{free_port()}/{CANARY}"
        channels = {
            "mail": {
                "type": "email",
                "to": ["a@x.example"],
                "host": "localhost",
                "port": mailbox.port,
                "user": USER,
                "password": CANARY,
                "ca_file": certificate.authority,
            },
            "hook": {"type": "webhook", "url": f"{web.url}/hook/{CANARY}", "secret": CANARY},
            "bot": {"type": "telegram", "token": f"1:{CANARY}", "chat": 5, "api": web.url},
            "apprise": {
                "type": "apprise",
                "urls": [f"json://me:{CANARY}@localhost:{web.port}/apprise"],
            },
            "alertmanager": {
                "type": "alertmanager",
                "token": CANARY,
                "urls": [f"http://{alertmanager.host}:{alertmanager.port}"],
            },
            "refused": {"type": "webhook", "url": refused, "headers": {"X-Key": CANARY}},
        }
        yield Ground(mailbox, web, alertmanager, channels)


def test_all_are_told_and_no_secret_is(ground: Ground, tmp_path: Path) -> None:
    """Of a beginning and an end, while one channel is refused; at the level of debugging."""
    port = free_port()
    alerting = {"interval": 1, "fire_after": 0, "resolve_after": 0, "channels": ground.channels}
    file = tmp_path / "health.yaml"
    tcp = {"gate": {"host": "127.0.0.1", "port": port}}
    file.write_text(yaml.safe_dump({"tcp": tcp, "alerting": alerting}), encoding="utf-8")
    arguments = [f"--config.file={file}", "--no-collector.system", "--log.level=debug"]
    with Exporter(tmp_path, arguments) as daemon:
        eventually(lambda: ground.told("ERROR"))
        (alert,) = ground.alertmanager.wait_for(lambda found: len(found) == 1)
        assert alert["labels"]["severity"] == "critical"
        up = "django_health_exporter_alert_channel_up"
        eventually(lambda: daemon.scrape()(up, channel="refused") == 0)
        with socket.create_server(("127.0.0.1", port), backlog=100):
            eventually(lambda: ground.told("RESOLVED"))
            ground.alertmanager.wait_for(lambda found: not found)
            names = set(ground.channels) - {"refused"}
            eventually(lambda: all(daemon.scrape()(up, channel=name) == 1 for name in names))
        pages = b"".join(daemon.get(path).body for path in PAGES)
    assert CANARY.encode() not in pages
    assert "channel refused does not deliver: refused" in daemon.log
    assert CANARY not in daemon.log
