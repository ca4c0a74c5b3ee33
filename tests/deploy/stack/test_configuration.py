"""What is made of the shipped configurations: the same rules and routes, and nobody outside."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from amtools import Amtool, amtools
from deploy.stack import configuration
from deploy.stack.names import ALERTS
from deploy.stack.places import DEPLOY
from promtools import Promtool, promtools

RECEIVER = "http://127.0.0.1:9"
quick_or_not = pytest.mark.parametrize("quick", [False, True], ids=["as-shipped", "quick"])


@quick_or_not
@pytest.mark.parametrize("promtool", promtools(), ids=str)
def test_promtool_takes_configuration_and_rules(
    promtool: Promtool, quick: bool, tmp_path: Path
) -> None:
    """In every version."""
    made = configuration.prometheus("127.0.0.1:1", "127.0.0.1:2", "127.0.0.1:3", quick=quick)
    (tmp_path / "prometheus.yml").write_text(json.dumps(made), encoding="utf-8")
    (tmp_path / "rules").mkdir()
    for name, rules in configuration.rules(quick=quick).items():
        (tmp_path / "rules" / name).write_text(json.dumps(rules), encoding="utf-8")
    command = [str(promtool.path), "check", "config", str(tmp_path / "prometheus.yml")]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert f"{sum(1 for _ in _rules(quick=quick))} rules" in _sum_of(answer.stdout)


@quick_or_not
@pytest.mark.parametrize("amtool", amtools(), ids=str)
def test_amtool_takes_the_routes(amtool: Amtool, quick: bool, tmp_path: Path) -> None:
    """In every version."""
    path = tmp_path / "alertmanager.yml"
    made = configuration.alertmanager(RECEIVER, quick=quick)
    path.write_text(json.dumps(made), encoding="utf-8")
    command = [str(amtool.path), "check-config", str(path)]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_every_channel_is_the_local_receiver() -> None:
    """Who tells of ends still does, and nothing leaves the machine."""
    made = configuration.alertmanager(RECEIVER, quick=False)
    assert {one["name"]: one.get("webhook_configs") for one in made["receivers"]} == {
        "nobody": None,
        "dead-mans-switch": [{"url": f"{RECEIVER}/dead-mans-switch", "send_resolved": False}],
        "pager": [{"url": f"{RECEIVER}/pager", "send_resolved": True}],
        "chat": [{"url": f"{RECEIVER}/chat", "send_resolved": True}],
    }
    assert ".example" not in json.dumps(made)
    assert "/etc/" not in json.dumps(made)


def test_routes_and_inhibitions_are_the_shipped_ones() -> None:
    """Also when waiting is shortened, but for the waiting."""
    file = DEPLOY / "alertmanager" / "alertmanager.yml"
    shipped = yaml.safe_load(file.read_text(encoding="utf-8"))
    for quick in (False, True):
        made = configuration.alertmanager(RECEIVER, quick=quick)
        assert made["inhibit_rules"] == shipped["inhibit_rules"]
        assert _without_waiting(made["route"]) == _without_waiting(shipped["route"])
    assert configuration.alertmanager(RECEIVER, quick=False)["route"] == shipped["route"]


def test_rules_are_the_shipped_ones_with_shorter_waiting() -> None:
    """A sixtieth of what an alert waits for, and nothing else."""
    for shipped, quick in zip(_rules(quick=False), _rules(quick=True), strict=True):
        assert _without_waiting(shipped) == _without_waiting(quick)
        for key in ("for", "keep_firing_for"):
            assert (key in shipped) == (key in quick)
            if key in shipped:
                waits = configuration.milliseconds(shipped[key])
                assert configuration.milliseconds(quick[key]) * configuration.QUICK == waits


@pytest.mark.parametrize("alert", sorted({alert for alert in ALERTS.values() if alert}))
def test_every_alert_of_a_part_is_a_shipped_one(alert: str) -> None:
    """It takes minutes as shipped, and seconds when that is wanted."""
    assert 60 < configuration.delay(alert, quick=False) < 900
    assert 5 < configuration.delay(alert, quick=True) < 30


def test_an_unknown_alert_has_no_delay() -> None:
    """For nobody waits for it."""
    assert configuration.delay("Nonsense", quick=False) == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0s", 0), ("500ms", 500), ("1m30s", 90_000), ("5m", 300_000), ("2h", 7_200_000)],
)
def test_durations(text: str, expected: int) -> None:
    """As Prometheus writes them."""
    assert configuration.milliseconds(text) == expected


@pytest.mark.parametrize("text", ["", "5", "m", "1.5m", "5 m", "5y"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    """Instead of being taken for another one."""
    with pytest.raises(ValueError, match="no duration"):
        configuration.milliseconds(text)


def _rules(*, quick: bool) -> Iterator[dict[str, Any]]:
    for file in configuration.rules(quick=quick).values():
        for group in file["groups"]:
            yield from group["rules"]


def _without_waiting(value: Any) -> Any:
    waiting = {"for", "keep_firing_for", "group_wait", "group_interval", "repeat_interval"}
    if isinstance(value, list):
        return [_without_waiting(one) for one in value]
    if isinstance(value, dict):
        return {key: _without_waiting(one) for key, one in value.items() if key not in waiting}
    return value


def _sum_of(report: str) -> str:
    """What promtool says of each file, added up."""
    words = report.split()
    found = [words[at - 1] for at, word in enumerate(words) if word == "rules" and at]
    return f"{sum(int(number) for number in found if number.isdecimal())} rules"
