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
def test_long_texts_are_cut_where_room_is_short(amtool: Amtool, tmp_path: Path) -> None:
    """A text that is cut ends in an ellipsis."""
    text = _rendered(amtool, "telegram", _notification(1, "s" * 999, "d" * 9999), tmp_path)
    assert re.findall("(s{9,}…|d{9,}…)", text) == [
        "s" * 120 + "…",
        "d" * 350 + "…",
        "s" * 120 + "…",
    ]
