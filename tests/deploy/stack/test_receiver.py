"""The local receiver tells alerts in lines, and the silence of the dead man's switch once."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deploy.stack.receiver import HEARTBEAT, Receiver

SILENCE = 0.5


@pytest.fixture
def told() -> list[str]:
    """What people are told."""
    return []


@pytest.fixture
def receiver(tmp_path: Path, told: list[str]) -> Iterator[Receiver]:
    """A receiver that listens."""
    with Receiver(tmp_path / "alerts.log", told.append, SILENCE) as receiver:
        yield receiver


def _alert(status: str, name: str, **labels: str) -> dict[str, Any]:
    return {
        "status": status,
        "labels": {"alertname": name, "severity": "critical", **labels},
        "annotations": {"summary": f"{name} is bad"},
    }


def _post(receiver: Receiver, name: str, body: bytes) -> int:
    request = urllib.request.Request(f"http://127.0.0.1:{receiver.port}/{name}", body)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - our own
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_each_alert_of_a_message_is_a_line(receiver: Receiver, told: list[str]) -> None:
    """With whom it is for, and what about."""
    alerts = [_alert("firing", "Down", database="a"), _alert("resolved", "Down", database="b")]
    assert _post(receiver, "pager", json.dumps({"alerts": alerts}).encode()) == 200
    assert [line.partition(" ")[2] for line in told] == [
        "pager: FIRING critical Down database=a: Down is bad",
        "pager: RESOLVED critical Down database=b: Down is bad",
    ]


def test_what_is_over_is_told_once(receiver: Receiver, told: list[str]) -> None:
    """Alertmanager tells it again with others of its group; another end is news."""
    over, begun = _alert("resolved", "Down", queue="mail"), _alert("firing", "Down", queue="mail")
    for alert in (over, over, begun, over):
        receiver.take("pager", {"alerts": [alert]})
    receiver.take("chat", {"alerts": [over]})
    assert [line.split()[1:3] for line in told] == [
        ["pager:", "RESOLVED"],
        ["pager:", "FIRING"],
        ["pager:", "RESOLVED"],
        ["chat:", "RESOLVED"],
    ]
    assert "queue=mail" in told[0]


def test_the_switch_is_heard_once_and_missed_once(
    receiver: Receiver, told: list[str], tmp_path: Path
) -> None:
    """Each time it changes, while the log has every message."""
    body = json.dumps({"alerts": [_alert("firing", "Watchdog")]}).encode()
    receiver.mind_silence()
    assert told == []
    for _ in range(3):
        assert _post(receiver, HEARTBEAT, body) == 200
    assert len(told) == 1
    assert "alerts get through" in told[0]
    deadline = time.monotonic() + 20
    while len(told) < 2 and time.monotonic() < deadline:
        receiver.mind_silence()
        time.sleep(0.01)
    receiver.mind_silence()
    assert len(told) == 2
    assert "nothing for" in told[1]
    assert _post(receiver, HEARTBEAT, body) == 200
    assert "alerts get through" in told[2]
    assert (tmp_path / "alerts.log").read_text(encoding="utf-8").count("FIRING") == 4


@pytest.mark.parametrize("body", [b"", b"no JSON", b"[]", b'{"alerts": [1]}', b'{"alerts": [{}]}'])
def test_what_is_no_message_is_refused(receiver: Receiver, told: list[str], body: bytes) -> None:
    """And it goes on."""
    assert _post(receiver, "chat", body) == 400
    assert told == []
    assert _post(receiver, "chat", json.dumps({"alerts": [_alert("firing", "X")]}).encode()) == 200
