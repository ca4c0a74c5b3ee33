"""What the overview says of failures, asked of every promtool that is there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from mixin.dashboards.overview.failing import FAILING
from panel_answers import ALL, queries_of, unlike
from promtools import Promtool, promtools

AT = 'job="shop",instance="shop-1"'
WELL = {
    f"up{{{AT}}}": 1,
    f'django_health_exporter_build_info{{{AT},version="1"}}': 1,
    f'django_health_check_status{{{AT},check="database"}}': 1,
    f'django_health_check_state{{{AT},check="database",state="warning"}}': 0,
    f'django_health_check_error{{{AT},check="database",reason="refused"}}': 0,
    f'django_health_database_up{{{AT},database="default"}}': 1,
    f'django_health_exporter_check_success{{{AT},check="database",target="default",part=""}}': 1,
}
DOWN = WELL | {
    f'django_health_check_status{{{AT},check="database"}}': 0,
    f'django_health_check_error{{{AT},check="database",reason="refused"}}': 1,
    f'django_health_database_up{{{AT},database="default"}}': 0,
    f'django_health_database_error{{{AT},database="default",reason="refused"}}': 1,
    f'django_health_exporter_check_success{{{AT},check="database",target="default",part=""}}': 0,
}
WARNING = WELL | {
    f'django_health_check_state{{{AT},check="database",state="warning"}}': 1,
    f'django_health_check_error{{{AT},check="database",reason="threshold"}}': 1,
    f'django_health_database_error{{{AT},database="default",reason="threshold"}}': 1,
}
PART = WELL | {
    f'django_health_check_status{{{AT},check="system"}}': 0,
    f'django_health_check_error{{{AT},check="system",reason="threshold"}}': 1,
    f'django_health_exporter_check_success{{{AT},check="system",target="",part="disk"}}': 0,
    f'django_health_exporter_check_success{{{AT},check="system",target="",part="cpu"}}': 1,
}
TWO_REASONS = PART | {
    f'django_health_check_error{{{AT},check="system",reason="permission"}}': 1,
}
SITE = {
    f'django_health_check_status{{{AT},check="orders"}}': 0,
    f'django_health_check_error{{{AT},check="orders",reason="timeout"}}': 1,
}
SILENT = {f"up{{{AT}}}": 0, f'django_health_exporter_build_info{{{AT},version="1"}}': 1}


def alert(name: str, component: str, of: str = AT, severity: str = "critical") -> str:
    """Return the series of an alert that fires."""
    more = f",{of}" if of else ""
    labels = f'alertname="DjangoHealth{name}",component="{component}",severity="{severity}"'
    return f'ALERTS{{{labels},alertstate="firing"{more}}}'


def alerted(name: str, component: str, board: str, place: str, of: str = AT) -> str:
    """Return what is said of it."""
    own = f'alertname="DjangoHealth{name}",alert="{name}",place="{place}"'
    where = f'component="{component}",check="{component}",board="{board}",alias="All"'
    return f"{{{of},{own},{where}}} 0"


UNKNOWN, ALERTED, ALERTS, MANY, ONE, SITES, PROBE, MORE, WARNS, ALL_WELL, NOTHING = "ABCDEFGHIJK"
"""The queries: the silent, alerts, failures; of single targets no answer; and what else is said."""
ROOM = 10
"""Lines that there is room for, besides the last."""
IN_ALL = 'job="shop",instance="All"'
LAGS = alerted("DatabaseReplicationLag", "database", "dhe-databases", "shop-1")
BURNS = alerted("ErrorBudgetBurn", "database", "dhe-databases", "shop", IN_ALL)
GONE = alerted("NoExporter", "exporter", "dhe-exporter", "all jobs", 'instance="All"')
DEFAULT = 'board="dhe-databases",alias="default",check="database",target="default"'
DISK = f'{AT},board="dhe-host",alias="All",check="system",target="disk"'
SHOP = f'{AT},board="dhe-overview",alias="All",check="orders",reason="timeout"'
EXPORTER = f'{AT},board="dhe-exporter",alias="All",check="exporter"'

CASES: dict[str, tuple[dict[str, int], dict[str, str]]] = {
    "all is well": (WELL, {ALL_WELL: "{} 3"}),
    "a target is down": (DOWN, {ONE: f'{{{AT},{DEFAULT},reason="refused"}} 0'}),
    "a warning is no failure": (WARNING, {WARNS: "{} 2"}),
    "a part is down": (PART, {ONE: f'{{{DISK},reason="threshold"}} 0'}),
    "its reason is uncertain": (TWO_REASONS, {ONE: f'{{{DISK},reason="several reasons"}} 0'}),
    "the view of a site": (SITE, {SITES: f"{{{SHOP}}} 0"}),
    "an exporter is silent": (
        SILENT,
        {UNKNOWN: f'{{{EXPORTER},reason="no answer, its checks are UNKNOWN"}} 1'},
    ),
    "a target that does not answer": (
        WELL | {f'up{{{AT},target="cache/defualt"}}': 0},
        {PROBE: f'{{{EXPORTER},reason="no answer",name="cache/defualt"}} 1'},
    ),
    "an exporter that does not answer about itself": (
        WELL | {f"up{{{AT}}}": 0, f'up{{{AT},target="cache/default"}}': 1},
        {PROBE: f'{{{EXPORTER},reason="no answer",name="itself"}} 1'},
    ),
    "nothing is there": ({}, {NOTHING: "{} 1"}),
    "the same on two instances": (
        DOWN | {name.replace("shop-1", "shop-2"): value for name, value in DOWN.items()},
        {MANY: f'{{{IN_ALL},{DEFAULT},reason="refused",places="2"}} 0'},
    ),
    "an alert about what works": (
        WELL | {alert("DatabaseReplicationLag", "database"): 1},
        {ALERTED: LAGS},
    ),
    "an alert where something warns": (
        WARNING | {alert("DatabaseReplicationLag", "database"): 1},
        {ALERTED: LAGS},
    ),
    "several alerts": (
        WELL
        | {
            alert("DatabaseReplicationLag", "database"): 1,
            alert("DatabaseReplicationLag", "database", AT.replace("-1", "-2")): 1,
            alert("DatabaseReadOnly", "database"): 1,
        },
        {ALERTS: f'{{{IN_ALL},alerts="3",check="database",board="dhe-databases",alias="All"}} 0'},
    ),
    "an alert about a whole job": (
        WELL | {alert("ErrorBudgetBurn", "database", 'job="shop"'): 1},
        {ALERTED: BURNS},
    ),
    "an alert about all jobs": ({alert("NoExporter", "exporter", ""): 1}, {ALERTED: GONE}),
    "alerts about what is said already": (
        DOWN
        | {
            alert("CheckDown", "database"): 1,
            alert("DatabaseDown", "database", f'{AT},database="default"'): 1,
            alert("ErrorBudgetBurn", "database", 'job="shop"'): 1,
        },
        {ONE: f'{{{AT},{DEFAULT},reason="refused"}} 0'},
    ),
    "the alert about a silent exporter": (
        SILENT | {alert("ExporterDown", "exporter"): 1},
        {UNKNOWN: f'{{{EXPORTER},reason="no answer, its checks are UNKNOWN"}} 1'},
    ),
    "an alert about another component": (
        PART | {alert("DatabaseReplicationLag", "database"): 1},
        {ONE: f'{{{DISK},reason="threshold"}} 0', ALERTED: LAGS},
    ),
    "an alert about another instance": (
        {name.replace("shop-1", "shop-2"): value for name, value in DOWN.items()}
        | {alert("DatabaseReplicationLag", "database"): 1},
        {
            ONE: f'{{{AT.replace("-1", "-2")},{DEFAULT},reason="refused"}} 0',
            ALERTED: LAGS,
        },
    ),
    "an alert that only warns": (
        WELL | {alert("DatabaseSlow", "database", severity="warning"): 1},
        {ALL_WELL: "{} 3"},
    ),
    "an alert that does not fire yet": (
        WELL | {alert("DatabaseDown", "database").replace("firing", "pending"): 1},
        {ALL_WELL: "{} 3"},
    ),
}


def _outcome(
    tool: Promtool, folder: Path, series: Mapping[str, int], said: Mapping[str, str], alias: str
) -> str:
    """Return what promtool says if not exactly that is said."""
    asked = queries_of(FAILING, ALL | {"$alias": alias})
    wanted = {expr: [said[letter]] if letter in said else [] for letter, expr in asked.items()}
    return unlike(tool, folder, series, wanted)


@pytest.mark.parametrize("tool", promtools(), ids=str)
@pytest.mark.parametrize(("series", "said"), CASES.values(), ids=CASES)
def test_it_is_said(
    series: Mapping[str, int], said: Mapping[str, str], tool: Promtool, tmp_path: Path
) -> None:
    """This and nothing else."""
    assert _outcome(tool, tmp_path, series, said, ".*") == ""


@pytest.mark.parametrize("tool", promtools(), ids=str)
def test_another_target_is_chosen(tool: Promtool, tmp_path: Path) -> None:
    """What the variable does not mean is left out, and still nobody says that all is well."""
    assert _outcome(tool, tmp_path, DOWN, {}, "analytics") == ""


def _many(failing: int, silent: int, alerts: int) -> dict[str, int]:
    """Return as many databases that are down, exporters that are silent, and alerts."""
    found = WELL | {f'django_health_check_status{{{AT},check="database"}}': 0}
    for number in range(failing):
        one = f'{AT},database="db-{number}"'
        found |= {
            f"django_health_database_up{{{one}}}": 0,
            f'django_health_database_error{{{one},reason="refused"}}': 1,
        }
    for number in range(silent):
        away = SILENT.items()
        found |= {name.replace("shop-1", f"away-{number}"): value for name, value in away}
    for number in range(alerts):
        found[alert("CheckDown", f"custom-{number}")] = 1
    return found


FULL: dict[str, tuple[dict[str, int], dict[str, int]]] = {
    "all fit": (_many(ROOM, 0, 0), {ONE: ROOM}),
    "one does not": (_many(ROOM + 1, 0, 0), {ONE: ROOM, MORE: 1}),
    "the silent before failures": (_many(12, 2, 0), {UNKNOWN: 2, ONE: 8, MORE: 4}),
    "alerts before failures": (_many(12, 1, 3), {UNKNOWN: 1, ALERTED: 3, ONE: 6, MORE: 6}),
    "many silent": (_many(3, 12, 2), {UNKNOWN: ROOM, MORE: 7}),
}


@pytest.mark.parametrize("tool", promtools(), ids=str)
@pytest.mark.parametrize(("series", "shown"), FULL.values(), ids=FULL)
def test_more_than_fits(
    series: Mapping[str, int], shown: Mapping[str, int], tool: Promtool, tmp_path: Path
) -> None:
    """So many lines of each kind, the worst first, and the last one tells how many are left."""
    asked = queries_of(FAILING, ALL)
    rest = asked.pop(MORE)
    wanted = {
        f"count({expr})": [f"{{}} {shown[letter]}"] if letter in shown else []
        for letter, expr in asked.items()
    }
    wanted[rest] = [f'{{more="{shown[MORE]}"}} 0'] if MORE in shown else []
    assert unlike(tool, tmp_path, series, wanted) == ""
