"""Messages about very many alerts, or alerts that say very much, are still messages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from amtools import Amtool, amtools
from shipped_alertmanager import TEMPLATES

MANY = 120
LONGEST = {"telegram": 4096, "slack.text": 40_000, "email.text": 100_000, "email.html": 100_000}
"""Characters: what Telegram and Slack take, and what mail programs show without being asked."""
PLACES = ("cluster", "environment", "namespace", "pod", "instance", "database", "server", "state")
"""Labels that say where an alert is: all of them at once."""

IN_HTML = {"telegram", "email.html"}

every_amtool = pytest.mark.parametrize("amtool", amtools(), ids=str)


def _rendered(amtool: Amtool, template: str, data: object, folder: Path) -> str:
    file = folder / "data.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    told = amtool.run(
        "template",
        "render",
        f"--template.glob={TEMPLATES}/*.tmpl",
        f'--template.text={{{{ template "django_health.{template}" . }}}}',
        f"--template.type={'html' if template in IN_HTML else 'text'}",
        f"--template.data={file}",
    )
    assert told.returncode == 0, told.stdout
    return told.stdout


def _notification(number: int, summary: str, description: str) -> dict[str, object]:
    common = {"alertname": "DjangoHealthHttpDown", "severity": "critical", "job": "shop"}
    alerts = [
        {
            "status": status,
            "labels": {**common, "endpoint": f"e{i}", "instance": f"app-{i}.shop.example:10170"},
            "annotations": {
                "summary": summary,
                "description": description,
                "runbook_url": "https://wiki.example/runbooks/DjangoHealthHttpDown.md",
                "dashboard_url": "https://grafana.example/d/dhe-overview?var-job=shop&x="
                + "y" * 120,
            },
            "startsAt": "2026-01-02T03:04:05Z",
            "endsAt": "2026-01-02T03:14:05Z",
        }
        for status in ("firing", "resolved")
        for i in range(number)
    ]
    return {
        "status": "firing",
        "externalURL": "https://alertmanager.example",
        "groupLabels": {"alertname": "DjangoHealthHttpDown", "job": "shop"},
        "commonLabels": common,
        "commonAnnotations": {},
        "alerts": alerts,
    }


@every_amtool
@pytest.mark.parametrize("template", LONGEST)
def test_many(amtool: Amtool, template: str, tmp_path: Path) -> None:
    """The message is not longer than its channel takes, tells how many there are, and ends well."""
    data = _notification(MANY, "The endpoint does not answer", "It is refused. " * 20)
    text = _rendered(amtool, template, data, tmp_path)
    assert 1000 < len(text) <= LONGEST[template]
    assert text.count(f"of {MANY}.") == 2
    if template == "telegram":
        assert f"{MANY} firing, {MANY} resolved" in text
        for tag in ("b", "code", "a"):
            assert len(re.findall(f"<{tag}[ >]", text)) == text.count(f"</{tag}>") > 0


@every_amtool
@pytest.mark.parametrize("char", ["w", '"', "&", "<", "+", "é"])
def test_telegram_is_never_cut(amtool: Amtool, char: str, tmp_path: Path) -> None:
    """Alertmanager cuts what is too long, also inside a tag, and Telegram refuses that."""
    data = _notification(8, char * 999, char * 9999)
    labels = {name: f"{name}-{char * 99}" for name in PLACES}
    address = "https://grafana.example/d/dhe-databases?var-job=shop" + "&x=1" * 6
    for alert in data["alerts"]:  # type: ignore[attr-defined]
        alert["labels"] |= labels
        alert["annotations"] |= {
            "runbook_url": "https://w/" + "r" * 138,
            "dashboard_url": address + "y" * (208 - len(address)),
        }
    data["commonLabels"] |= {"job": char * 999}  # type: ignore[operator]
    data["commonAnnotations"] = {"summary": char * 999}
    text = _rendered(amtool, "telegram", data, tmp_path)
    assert 3500 < len(text) < LONGEST["telegram"]
    assert text.count("<a ") == 6
    for tag in ("b", "code", "a"):
        assert len(re.findall(f"<{tag}[ >]", text)) == text.count(f"</{tag}>") > 0


@every_amtool
def test_long_texts_are_cut_where_room_is_short(amtool: Amtool, tmp_path: Path) -> None:
    """A text that is cut ends in an ellipsis."""
    text = _rendered(amtool, "telegram", _notification(1, "s" * 999, "d" * 9999), tmp_path)
    assert re.findall("(s{9,}…|d{9,}…)", text) == [
        "s" * 100 + "…",
        "d" * 240 + "…",
        "s" * 100 + "…",
    ]
