"""Which targets the dashboards take for exporters, and for silent ones, asked of every promtool."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from committed_rules import FOLDER
from mixin.dashboards.engines import unasked
from mixin.dashboards.exporter.checks import CHECKS
from mixin.dashboards.exporter.installed import INSTALLED
from mixin.dashboards.exporter.objective import OBJECTIVES
from mixin.dashboards.overview.history import HISTORY
from mixin.dashboards.overview.numbers import NUMBERS
from mixin.dashboards.panels import Panel
from mixin.dashboards.queries import select
from mixin.dashboards.reach import KNOWN, SILENT, exporters
from mixin.rules.recording import OURS
from panel_answers import ALL, meaning, queries_of, unlike
from promtools import Promtool, promtools

AT = 'job="shop",instance="shop-1"'
BUILD = f'django_health_exporter_build_info{{{AT},version="1",python_version="3"}}'
STATE = f'django_health_check_state{{{AT},check="database",state="ok"}}'
UP, NAMED, OTHER = f"up{{{AT}}}", f'up{{{AT},target="default"}}', f'up{{{AT},target="mail"}}'
DATABASE = f'django_health_database_up{{{AT},database="default"}}'
ENDS, FALLS = "1x4 _x20", "1x4 0x20"
IS_SILENT = [f"{{{AT}}} 0"]
RECORDED = yaml.safe_load((FOLDER / "recording.yaml").read_text(encoding="utf-8"))

CASES: dict[str, tuple[dict[str, int | str], list[str]]] = {
    "one that runs": ({UP: 1, BUILD: 1}, []),
    "one that is down": ({UP: FALLS, BUILD: ENDS}, IS_SILENT),
    "one that tells no version": ({UP: FALLS, STATE: ENDS}, IS_SILENT),
    "one that is asked for a target by name": ({NAMED: FALLS, STATE: ENDS}, IS_SILENT),
    "one that answers for another target": ({NAMED: FALLS, OTHER: 1, STATE: ENDS}, []),
    "another service": ({UP: FALLS}, []),
    "one that never answered": ({UP: 0}, []),
}


PANELS: dict[str, tuple[Panel, str, str]] = {
    "the overview's number": (NUMBERS[0], "{} 1", "{} 0"),
    "the overview's states": (HISTORY.panels[0], '{job="shop"} 1', '{job="shop"} 3'),
    "the exporters' number": (CHECKS.panels[0], "{} 1", "{} 0"),
    "the exporters' list": (INSTALLED.panels[0], f"{{{AT}}} 0", f"{{{AT}}} 1"),
}
"""What their first queries say of one that is silent, and of one that is answered."""


@pytest.mark.parametrize("tool", promtools(), ids=str)
@pytest.mark.parametrize(("series", "said"), CASES.values(), ids=CASES)
def test_silent(
    series: Mapping[str, int | str], said: list[str], tool: Promtool, tmp_path: Path
) -> None:
    """What was an exporter and is not answered under any name."""
    assert unlike(tool, tmp_path, series, {meaning(SILENT, ALL): said}) == ""


@pytest.mark.parametrize("tool", promtools(), ids=str)
@pytest.mark.parametrize("told", [BUILD, STATE])
def test_nobody_knows_what_a_silent_one_watches(told: str, tool: Promtool, tmp_path: Path) -> None:
    """Whether it told a version or only states."""
    series: dict[str, int | str] = {UP: FALLS, told: ENDS, DATABASE: ENDS}
    state = meaning(unasked(select("django_health_database_up")), ALL)
    assert unlike(tool, tmp_path, series, {state: [f'{{{AT},database="default"}} 1']}) == ""


@pytest.mark.parametrize("tool", promtools(), ids=str)
@pytest.mark.parametrize(("panel", "silent", "answered"), PANELS.values(), ids=PANELS)
def test_panels_tell_of_what_has_no_version(
    panel: Panel, silent: str, answered: str, tool: Promtool, tmp_path: Path
) -> None:
    """That it is down, and that it is not while any of its names is answered."""
    query = queries_of(panel, ALL)["A"]
    down: dict[str, int | str] = {NAMED: FALLS, STATE: ENDS}
    up: dict[str, int | str] = {NAMED: FALLS, OTHER: 1, STATE: 1}
    assert unlike(tool, tmp_path, down, {query: [silent]}) == ""
    assert unlike(tool, tmp_path, up, {query: [answered]}) == ""


@pytest.mark.parametrize("tool", promtools(), ids=str)
@pytest.mark.parametrize("panel", [panel for panel, *_ in PANELS.values()], ids=PANELS)
def test_panels_tell_nothing_of_what_is_no_target(
    panel: Panel, tool: Promtool, tmp_path: Path
) -> None:
    """It was there, and is not asked any more: not one of none is down."""
    query = queries_of(panel, ALL)["A"]
    assert unlike(tool, tmp_path, {STATE: ENDS, BUILD: ENDS}, {query: []}) == ""


@pytest.mark.parametrize("tool", promtools(), ids=str)
def test_exporters_that_can_be_reached(tool: Promtool, tmp_path: Path) -> None:
    """Share of the time in which any of its names was answered."""
    query = queries_of(OBJECTIVES.panels[3], ALL)["A"]
    assert unlike(tool, tmp_path, {NAMED: 0, OTHER: 1, STATE: 1}, {query: ["{} 1"]}) == ""


@pytest.mark.parametrize("tool", promtools(), ids=str)
def test_silent_for_longer_than_a_day(tool: Promtool, tmp_path: Path) -> None:
    """By the rules it stays known for as long as it is down; without them it is forgotten."""
    series = {UP: "1x4 0x1600", STATE: "1x4 _x1600"}
    silent = meaning(SILENT, ALL)
    with_rules = unlike(tool, tmp_path, series, {silent: IS_SILENT}, at="1600m", rules=RECORDED)
    assert with_rules == ""
    assert unlike(tool, tmp_path, series, {silent: []}, at="1600m") == ""


@pytest.mark.parametrize("tool", promtools(), ids=str)
@pytest.mark.parametrize("told", [BUILD, STATE, f"{OURS}{{{AT}}}"])
def test_variables_have_each_exporter(told: str, tool: Promtool, tmp_path: Path) -> None:
    """Whatever it tells: a version, states, or what was recorded before it was down."""
    found = f"group by (job, instance) ({exporters()})"
    known = f"group by (job, instance) ({KNOWN})"
    said = {found: [f"{{{AT}}} 1"], meaning(known, ALL): [f"{{{AT}}} 1"]}
    assert unlike(tool, tmp_path, {told: 1, UP: 1}, said) == ""


@pytest.mark.parametrize("tool", promtools(), ids=str)
def test_variables_are_narrowed(tool: Promtool, tmp_path: Path) -> None:
    """To the instances of the job that is chosen."""
    series = {BUILD: 1, BUILD.replace("shop", "billing"): 1}
    chosen = exporters('job=~"billing"')
    assert (
        unlike(tool, tmp_path, series, {f"count by (job) ({chosen})": ['{job="billing"} 1']}) == ""
    )
