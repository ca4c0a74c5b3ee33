"""The receiver of the compose file, told by a real Alertmanager with the file's configuration."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from compose_files import FOLDER
from http_answer import ask
from live_servers import free_port
from live_servers.alertmanager import Alertmanager
from shipped_alertmanager import hurry

PATIENCE = 30.0


class Receiver:
    """The running program, and what it prints."""

    def __init__(self, port: int, output: Path) -> None:
        self.port = port
        self.output = output

    def wait_for(self, line: str) -> None:
        """Wait until it has printed a line."""
        deadline = time.monotonic() + PATIENCE
        while line not in (told := self.output.read_text(encoding="utf-8")).splitlines():
            assert time.monotonic() < deadline, told
            time.sleep(0.05)

    def answers(self) -> bool:
        """Whether it listens."""
        try:
            return ask("127.0.0.1", self.port, "/").status == 200
        except OSError:
            return False


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[Receiver]:
    """One of its own."""
    port, output = free_port(), tmp_path / "output"
    with output.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-u", FOLDER / "receiver.py", f"127.0.0.1:{port}"],
            stdout=file,
            stderr=file,
        )
    receiver = Receiver(port, output)
    try:
        deadline = time.monotonic() + PATIENCE
        while not receiver.answers():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield receiver
    finally:
        process.terminate()
        process.wait(30)


def test_it_prints_what_arrives(receiver: Receiver, tmp_path: Path) -> None:
    """To whom, what, where, and that it is over."""
    text = (FOLDER / "alertmanager.yml").read_text(encoding="utf-8")
    configuration = yaml.safe_load(text.replace("receiver:9095", f"127.0.0.1:{receiver.port}"))
    hurry(configuration["route"])
    alert = {
        "labels": {
            "alertname": "DjangoHealthDatabaseDown",
            "severity": "critical",
            "component": "database",
            "instance": "exporter:10170",
            "database": "default",
        },
        "annotations": {"summary": "Database default does not answer"},
    }
    words = "critical DjangoHealthDatabaseDown instance=exporter:10170 database=default"
    templates = tmp_path / "none"
    templates.mkdir()
    with Alertmanager(configuration, templates) as alertmanager:
        alertmanager.post(alert)
        receiver.wait_for(f"pager: FIRING {words}: Database default does not answer")
        alertmanager.post({**alert, "endsAt": "2020-01-01T00:00:00Z"})
        receiver.wait_for(f"pager: RESOLVED {words}: Database default does not answer")


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"alerts": [{}]}', b'{"alerts": [1]}', b"\xff"]
)
def test_what_is_no_message_is_refused(receiver: Receiver, body: bytes) -> None:
    """And the next one is heard."""
    assert _post(receiver, body) == 400
    good = {"alerts": [{"status": "firing", "labels": {"alertname": "A"}, "annotations": {}}]}
    assert _post(receiver, json.dumps(good).encode()) == 200
    receiver.wait_for("chat: FIRING A: ")


def _post(receiver: Receiver, body: bytes) -> int:
    import urllib.error
    import urllib.request

    request = urllib.request.Request(f"http://127.0.0.1:{receiver.port}/chat", data=body)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - of loopback
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
