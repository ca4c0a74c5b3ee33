"""Availability is reckoned as the alerts on the objective reckon it, asked of every promtool."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from committed_rules import FOLDER
from mixin.dashboards.availability import failed, worked
from mixin.dashboards.exporter.burning import BURNING
from mixin.dashboards.exporter.objective import OBJECTIVES
from mixin.dashboards.overview.numbers import NUMBERS
from mixin.dashboards.overview.reasons import REASONS
from mixin.dashboards.panels import Panel
from mixin.rules.recording import failures
from mixin.thresholds import NOT_SERVING
from panel_answers import ALL, meaning, queries_of, unlike
from promtools import Promtool, promtools

STATUS = 'django_health_check_status{job="shop",instance="shop-1",check="database"}'
HALF = {STATUS: "1x120", STATUS.replace("shop-1", "shop-2"): "_x90 0x30"}
"""An instance that works for two hours, and one that fails for half an hour."""

WELL = {STATUS: 1}
UNWELL = WELL | {STATUS.replace("database", check): 0 for check in NOT_SERVING.split("|")}
ITS = '{job="shop",check="database"}'
MEANT = {"$__range": "1h", **ALL}
RECORDED = yaml.safe_load((FOLDER / "recording.yaml").read_text(encoding="utf-8"))


def _panels() -> dict[str, Panel]:
    shown = [*OBJECTIVES.panels, *BURNING.panels, *NUMBERS, *REASONS.panels]
    return {str(panel.build().title): panel for panel in shown}


PANELS = _panels()
SAID = {
    "Worst availability, 30 days": "{} 1",
    "Least budget left": "{} 1",
    "Fastest burn, one hour": "{} 0",
    "Availability of each component, 30 days": f"{ITS} 1",
    "Budget left of each component": f"{ITS} 1",
    "Availability": "{} 1",
    "Availability of components": f"{ITS} 1",
    **{str(panel.build().title): f"{ITS} 0.1" for panel in BURNING.panels},
}
"""What they say of a database that works, whatever is said of the host and the settings."""

CHOSEN = [".+", "shop-1", "(shop-1|shop-3)"]
"""What the variable of the instance is: all, one, and some of them."""


@pytest.mark.parametrize("tool", promtools(), ids=str)
@pytest.mark.parametrize("chosen", CHOSEN)
@pytest.mark.parametrize("title", SAID)
def test_what_serves_nobody_is_left_out(
    title: str, chosen: str, tool: Promtool, tmp_path: Path
) -> None:
    """As it is of the alerts: the same is said with it and without, whatever is chosen."""
    (query,) = queries_of(PANELS[title], MEANT | {"$instance": chosen}).values()
    said = {query: [SAID[title]]}
    assert unlike(tool, tmp_path, UNWELL, said, at="2h", rules=RECORDED) == ""


@pytest.mark.parametrize("tool", promtools(), ids=str)
def test_each_answer_counts_the_same(tool: Promtool, tmp_path: Path) -> None:
    """An instance that is new weighs as much as its time: here a third, and not a half."""
    share = meaning(worked("1h"), ALL)
    said = {f"{share} > bool 0.6": [f"{ITS} 1"], f"{share} < bool 0.7": [f"{ITS} 1"]}
    assert unlike(tool, tmp_path, HALF, said, at="2h") == ""


@pytest.mark.parametrize("tool", promtools(), ids=str)
@pytest.mark.parametrize("window", ["5m", "30m", "1h"])
def test_it_is_what_is_recorded(window: str, tool: Promtool, tmp_path: Path) -> None:
    """Of the windows that are recorded from answers too."""
    share = meaning(worked(window), ALL)
    apart = f"abs(1 - {failures(window)} - {share}) < bool 0.000001"
    assert unlike(tool, tmp_path, HALF, {apart: [f"{ITS} 1"]}, at="2h", rules=RECORDED) == ""


@pytest.mark.parametrize("tool", promtools(), ids=str)
def test_of_all_instances_it_is_what_is_recorded(tool: Promtool, tmp_path: Path) -> None:
    """Answers are not read then, and nothing is said where nothing is recorded."""
    asked = meaning(failed("30d"), ALL)
    name = failures("30d")
    given: dict[str, int | str] = {**WELL, f"{name}{ITS}": "0.25x1500"}
    said = {asked: [f'{{__name__="{name}",job="shop",check="database"}} 0.25']}
    assert unlike(tool, tmp_path, given, said) == ""
    assert unlike(tool, tmp_path, WELL, {asked: []}) == ""


@pytest.mark.parametrize("tool", promtools(), ids=str)
@pytest.mark.parametrize(("chosen", "share"), [("shop-1", 0), ("shop-2", 1)])
def test_of_an_instance_it_is_what_it_answered(
    chosen: str, share: int, tool: Promtool, tmp_path: Path
) -> None:
    """And nothing of what is recorded, in which the others are."""
    asked = meaning(failed("1h"), ALL | {"$instance": chosen})
    said = {asked: [f"{ITS} {share}"]}
    assert unlike(tool, tmp_path, HALF, said, at="2h", rules=RECORDED) == ""


@pytest.mark.parametrize("tool", promtools(), ids=str)
def test_of_all_together(tool: Promtool, tmp_path: Path) -> None:
    """One share alone."""
    said = {meaning(worked("1h", by=""), ALL): ["{} 1"]}
    assert unlike(tool, tmp_path, WELL, said, at="2h") == ""
