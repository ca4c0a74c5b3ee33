"""What the dashboards of components say is wrong, asked of every promtool that is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from mixin.dashboards.caches.names import CACHE
from mixin.dashboards.databases.leading import LEADING
from mixin.dashboards.databases.names import DATABASE
from mixin.dashboards.django.verdict import verdict as of_django
from mixin.dashboards.engines import Kind
from mixin.dashboards.host.verdict import verdict as of_host
from mixin.dashboards.panels import Panel
from panel_answers import ALL, queries_of, unlike
from promtools import Promtool, promtools

AT = 'job="shop",instance="shop-1"'
EXPORTER: dict[str, int | str] = {
    f"up{{{AT}}}": 1,
    f'django_health_exporter_build_info{{{AT},version="1"}}': 1,
}
SILENT = EXPORTER | {f"up{{{AT}}}": 0}

Case = tuple[dict[str, int | str], dict[str, str]]
"""Series, and what the queries say of them by their letters."""


def alert(name: str, component: str, of: str = "", **labels: str) -> str:
    """Return the series of an alert that fires."""
    severity, state = labels.get("severity", "critical"), labels.get("state", "firing")
    own = f'alertname="DjangoHealth{name}",component="{component}",severity="{severity}"'
    where = f"{labels.get('at', AT)}{',' * bool(of)}{of}"
    return f'ALERTS{{{own},alertstate="{state}",{where}}}'


def outcome(
    panel: Panel, case: Case, tool: Promtool, folder: Path, alias: str = ".*", at: str = "10m"
) -> str:
    """Return what promtool says if not exactly that is said."""
    series, said = case
    asked = queries_of(panel, ALL | {"$alias": alias})
    wanted = {expr: [said[letter]] if letter in said else [] for letter, expr in asked.items()}
    return unlike(tool, folder, series, wanted, at=at)


def of_kind(kind: Kind) -> dict[str, Case]:
    """Return what is said of databases, or of caches."""
    label = kind.label
    name, one = label.capitalize(), f'{label}="default"'
    up, error = f"django_health_{label}_up{{{AT},{one}}}", f"django_health_{label}_error"
    refused = f'{error}{{{AT},{one},reason="refused"}}'
    well = EXPORTER | {up: 1}
    down = well | {up: 0, refused: 1}
    lost = {"C": f'{{job="shop",{one},reason="refused"}} 0'}
    fires = f'{{job="shop",{one},alert="{name}Full"}} 0'
    of_check = '{job="shop",alert="%s"} 0'
    return {
        "all is well": (well, {"F": "{} 3"}),
        "one is down": (down, lost),
        "one warns": (
            well | {refused: 1},
            {"D": f'{{job="shop",{one},reason="refused"}} 2'},
        ),
        "an alert about one that warns": (
            well | {refused: 1, alert(f"{name}Full", label, one): 1},
            {"B": fires},
        ),
        "the exporter is silent": (SILENT, {"A": '{instance="shop-1"} 1'}),
        "nothing is there": ({}, {"G": "{} 1"}),
        "an alert about what works": (well | {alert(f"{name}Full", label, one): 1}, {"B": fires}),
        "the alert about one that was down": (
            well | {alert(f"{name}Down", label, one): 1},
            {"B": fires.replace("Full", "Down")},
        ),
        "the alert about the check": (
            well | {alert("CheckDown", label): 1},
            {"B": of_check % "CheckDown"},
        ),
        "the alert about the error budget": (
            well | {alert("ErrorBudgetBurn", label, at='job="shop"'): 1},
            {"B": of_check % "ErrorBudgetBurn"},
        ),
        "an alert where nothing is scraped": (
            {alert(f"{name}Down", label, one): 1},
            {"B": fires.replace("Full", "Down")},
        ),
        "alerts about what is said already": (
            down
            | {
                alert(f"{name}Down", label, one): 1,
                alert("CheckDown", label): 1,
                alert("ErrorBudgetBurn", label, at='job="shop"'): 1,
            },
            lost,
        ),
        "an alert about another than is down": (
            down | {alert(f"{name}Full", label, f'{label}="other"'): 1},
            lost | {"B": fires.replace("default", "other")},
        ),
        "an alert that only warns": (
            well | {alert(f"{name}Slow", label, one, severity="warning"): 1},
            {"F": "{} 3"},
        ),
        "an alert that does not fire yet": (
            well | {alert(f"{name}Full", label, one, state="pending"): 1},
            {"F": "{} 3"},
        ),
        "an alert about another component": (
            well | {alert("TcpDown", "tcp", 'endpoint="search"'): 1},
            {"F": "{} 3"},
        ),
    }


USED = f"django_health_system_memory_usage_ratio{{{AT}}}"
BUSY = f"django_health_system_cpu_usage_ratio{{{AT}}}"
FULL = f'django_health_system_filesystem_usage_ratio{{{AT},mountpoint="/"}}'
LIMITS = {
    f'django_health_threshold_ratio{{{AT},resource="{resource}",level="{level}"}}': value
    for resource in ("cpu", "memory", "disk")
    for level, value in (("warning", 80), ("critical", 90))
}
HOST: dict[str, int | str] = EXPORTER | LIMITS | {USED: 50, BUSY: 50, FULL: 50}
THERE = f"{{{AT}}}"
ROOT = f'{{{AT},mountpoint="/"}}'
OF_HOST: dict[str, Case] = {
    "all is well": (HOST, {"K": "{} 3"}),
    "memory": (HOST | {USED: 90}, {"C": f"{THERE} 0"}),
    "memory warns": (HOST | {USED: 80}, {"G": f"{THERE} 2"}),
    "disk": (HOST | {FULL: 95}, {"E": f"{ROOT} 0"}),
    "disk warns": (HOST | {FULL: 85}, {"I": f"{ROOT} 2"}),
    "CPU wakes nobody": (HOST | {BUSY: 99}, {"F": f"{THERE} 2"}),
    "an alert about what is said already": (
        HOST | {FULL: 95, alert("DiskFull", "system", 'mountpoint="/"'): 1},
        {"E": f"{ROOT} 0"},
    ),
    "an alert about a full disk that breaks": (
        HOST | {FULL: 95, alert("FilesystemReadOnly", "system", 'mountpoint="/"'): 1},
        {"E": f"{ROOT} 0", "B": '{instance="shop-1",mountpoint="/",alert="FilesystemReadOnly"} 0'},
    ),
    "an alert about what no panel compares": (
        HOST | {alert("FilesystemReadOnly", "system", 'mountpoint="/"'): 1},
        {"B": '{instance="shop-1",mountpoint="/",alert="FilesystemReadOnly"} 0'},
    ),
    "an alert about memory that was short": (
        HOST | {alert("MemoryHigh", "system"): 1},
        {"B": '{instance="shop-1",alert="MemoryHigh"} 0'},
    ),
    "the exporter is silent": (SILENT, {"A": '{instance="shop-1"} 1'}),
    "nothing is there": ({}, {"L": "{} 1"}),
}

CELERY = f'django_health_check_status{{{AT},check="celery"}}'
SETTINGS = f'django_health_check_status{{{AT},check="configuration"}}'
QUEUE = f'{AT},queue="mail"'
HEAD = f"django_health_celery_queue_head_unchanged_seconds{{{QUEUE}}}"
OLDEST = f"django_health_celery_queue_oldest_message_age_seconds{{{QUEUE}}}"
BEAT = f"django_health_celery_beat_lateness_seconds{{{AT}}}"
CONSUMERS = f"django_health_celery_queue_consumers{{{QUEUE}}}"
LENGTH = f"django_health_celery_queue_length{{{QUEUE}}}"
PROJECT: dict[str, int | str] = EXPORTER | {
    CELERY: 1,
    SETTINGS: 1,
    HEAD: 0,
    CONSUMERS: 1,
    LENGTH: 5,
}
ONE_QUEUE = '{job="shop",queues="1"}'
OF_DJANGO: dict[str, Case] = {
    "all is well": (PROJECT, {"K": "{} 3"}),
    "celery is down": (
        PROJECT
        | {CELERY: 0}
        | {f'django_health_check_error{{{AT},check="celery",reason="refused"}}': 1}
        | {f'django_health_check_error{{{AT},check="celery",reason="threshold"}}': 1}
        | {alert("CheckDown", "celery"): 1, alert("CeleryNoWorkers", "celery"): 1},
        {"C": '{job="shop",check="celery",reason="refused"} 0'},
    ),
    "settings wake nobody": (
        PROJECT
        | {SETTINGS: 0}
        | {f'django_health_check_error{{{AT},check="configuration",reason="unfit"}}': 1},
        {"G": '{job="shop",check="configuration",reason="unfit"} 2'},
    ),
    "a queue stands still": (PROJECT | {HEAD: 601}, {"D": f"{ONE_QUEUE} 0"}),
    "a queue without a first message, with an old one": (
        PROJECT | {OLDEST: 601},
        {"D": f"{ONE_QUEUE} 0"},
    ),
    "beat is late": (
        PROJECT | {BEAT: 601, alert("CeleryBeatLate", "celery"): 1},
        {"E": '{job="shop"} 0'},
    ),
    "a queue without a consumer": (
        PROJECT | {CONSUMERS: 0, alert("CeleryNoConsumers", "celery", 'queue="mail"'): 1},
        {"F": f"{ONE_QUEUE} 0"},
    ),
    "a queue without a consumer that stands still": (
        PROJECT
        | {CONSUMERS: 0, HEAD: 601, alert("CeleryNoConsumers", "celery", 'queue="mail"'): 1},
        {"D": f"{ONE_QUEUE} 0"},
    ),
    "the exporter is silent": (SILENT, {"A": '{instance="shop-1"} 1'}),
    "nobody consumes what is empty": (PROJECT | {CONSUMERS: 0, LENGTH: 0}, {"K": "{} 3"}),
    "an alert about workers": (
        PROJECT | {alert("CeleryNoWorkers", "celery"): 1},
        {"B": '{job="shop",alert="CeleryNoWorkers"} 0'},
    ),
    "an alert about migrations": (
        PROJECT | {alert("CheckDown", "migrations"): 1},
        {"B": '{job="shop",alert="CheckDown"} 0'},
    ),
    "nothing is there": ({}, {"L": "{} 1"}),
}

READ_ONLY = f'django_health_database_read_only{{{AT},database="default"}}'
REPLICA = f'django_health_database_is_replica{{{AT},database="default"}}'
OF_WRITES: dict[str, Case] = {
    "all take writes": ({READ_ONLY: 0, REPLICA: 0}, {"B": "{} 0"}),
    "a replica": ({READ_ONLY: 1, REPLICA: 1}, {"B": "{} 0"}),
    "one that never took any": ({READ_ONLY: 1, REPLICA: 0}, {"B": "{} 1"}),
    "a primary that is a replica now": ({READ_ONLY: "0x5 1x9", REPLICA: "0x5 1x9"}, {"A": "{} 1"}),
    "one that was switched": ({READ_ONLY: "0x5 1x9", REPLICA: 0}, {"A": "{} 1"}),
    "nothing is there": ({}, {}),
}

(REFUSE_WRITES,) = (panel for panel in LEADING if panel.build().title == "Refuse writes")
CASES = {
    **{f"database, {name}": (DATABASE.verdict(), case) for name, case in of_kind(DATABASE).items()},
    **{f"cache, {name}": (CACHE.verdict(), case) for name, case in of_kind(CACHE).items()},
    **{f"host, {name}": (of_host(), case) for name, case in OF_HOST.items()},
    **{f"django, {name}": (of_django(), case) for name, case in OF_DJANGO.items()},
    **{f"writes, {name}": (REFUSE_WRITES, case) for name, case in OF_WRITES.items()},
}


@pytest.mark.parametrize("tool", promtools(), ids=str)
@pytest.mark.parametrize(("panel", "case"), CASES.values(), ids=CASES)
def test_it_is_said(panel: Panel, case: Case, tool: Promtool, tmp_path: Path) -> None:
    """This and nothing else."""
    assert outcome(panel, case, tool, tmp_path) == ""


@pytest.mark.parametrize("tool", promtools(), ids=str)
def test_another_is_chosen(tool: Promtool, tmp_path: Path) -> None:
    """What is down and not chosen is not said, nor is the alert about the check that it fails."""
    series = {
        f'django_health_database_up{{{AT},database="default"}}': 0,
        f'django_health_database_up{{{AT},database="archive"}}': 1,
        alert("CheckDown", "database"): 1,
        alert("DatabaseDown", "database", 'database="default"'): 1,
    }
    case = EXPORTER | series, {"F": "{} 3"}
    assert outcome(DATABASE.verdict(), case, tool, tmp_path, "archive") == ""


def _with(down: int, warns: int, silent: int) -> dict[str, int | str]:
    """Return so many databases that are down and that warn, and exporters that are silent."""
    found = dict(EXPORTER)
    for number in range(down + warns):
        one = f'{AT},database="db-{number}"'
        found[f"django_health_database_up{{{one}}}"] = int(number >= down)
        found[f'django_health_database_error{{{one},reason="refused"}}'] = 1
    for number in range(silent):
        found |= {name.replace("shop-1", f"away-{number}"): value for name, value in SILENT.items()}
    return found


FULL_OF: dict[str, tuple[dict[str, int | str], dict[str, int], str]] = {
    "all fit": (_with(6, 0, 0), {"C": 6}, ""),
    "the silent first": (_with(7, 0, 2), {"A": 2, "C": 4}, '{more="3"} 0'),
    "what fails before what warns": (_with(4, 4, 0), {"C": 4, "D": 2}, '{more="2"} 2'),
    "what fails is left": (_with(7, 4, 0), {"C": 6}, '{more="5"} 0'),
}


@pytest.mark.parametrize("tool", promtools(), ids=str)
@pytest.mark.parametrize(("series", "shown", "more"), FULL_OF.values(), ids=FULL_OF)
def test_more_than_fits(
    series: dict[str, int | str], shown: dict[str, int], more: str, tool: Promtool, tmp_path: Path
) -> None:
    """Six lines, the worst first, and one that tells how many are left, and how ill they are."""
    asked = queries_of(DATABASE.verdict(), ALL)
    rest = asked.pop("E")
    wanted = {
        f"count({expr})": [f"{{}} {shown[letter]}"] if letter in shown else []
        for letter, expr in asked.items()
    }
    wanted[rest] = [more] if more else []
    assert unlike(tool, tmp_path, series, wanted) == ""
