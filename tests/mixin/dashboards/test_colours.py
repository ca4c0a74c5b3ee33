"""Panels are red where somebody is woken, and yellow where nobody is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
import yaml

from dashboard_linter.reading import panels
from mixin.dashboards.looks import ORANGE, RED, YELLOW
from promtools import ROOT

BUNDLED = ROOT / "exporter" / "django_health_exporter" / "bundled" / "files"
"""Rules and boards in which numbers still tell which limit they are."""
NAMED = re.compile(r"<<#?([a-z_]\w*)[;>]")
BELOW = {"certificate_days_warning", "certificate_days_critical", "objective", "cache_hit_ratio"}
"""Limits that are fallen short of: from them on it is better."""
NO_ALERT = {"objective"}
"""Availability is red below the objective; the alerts are about how fast its budget goes."""


def _severities() -> dict[str, set[str]]:
    """The severities of the alerts that compare something with each limit."""
    found: dict[str, set[str]] = {}
    for path in sorted((BUNDLED / "rules").glob("*.yaml")):
        for group in yaml.safe_load(path.read_text(encoding="utf-8"))["groups"]:
            for rule in group["rules"]:
                for limit in NAMED.findall(rule["expr"]) if "alert" in rule else ():
                    found.setdefault(limit, set()).add(rule["labels"]["severity"])
    return found


def _red_from() -> Iterator[tuple[str, str, str]]:
    """Each panel with a limit from which it has a colour, and that colour."""
    for path in sorted((BUNDLED / "dashboards").glob("*.json")):
        for panel in panels(json.loads(path.read_text(encoding="utf-8"))):
            defaults = panel.get("fieldConfig", {}).get("defaults", {})
            steps = defaults.get("thresholds", {}).get("steps", [])
            for before, step in zip([None, *steps], steps, strict=False):
                for limit in NAMED.findall(str(step["value"])):
                    colour = (before if before and limit in BELOW else step)["color"]
                    yield f"{path.stem}/{panel['title']}", limit, colour


SEVERITIES = _severities()
COLOURED = [case for case in _red_from() if case[1] in SEVERITIES and case[1] not in NO_ALERT]


@pytest.mark.parametrize(("panel", "limit", "colour"), COLOURED)
def test_red_is_critical(panel: str, limit: str, colour: str) -> None:
    """Who sees red knows that somebody was woken, or is about to be."""
    if colour == RED:
        assert "critical" in SEVERITIES[limit], panel
    if colour == YELLOW:
        assert SEVERITIES[limit] - {"critical"}, panel


def test_both_are_compared() -> None:
    """There are limits of either colour."""
    assert {RED, YELLOW} <= {colour for _, _, colour in COLOURED}


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_words_upon_orange_can_be_read() -> None:
    """Grafana writes upon it in white; large letters need three times the light at least."""
    assert 1.05 / (_luminance(ORANGE) + 0.05) > 4.5
