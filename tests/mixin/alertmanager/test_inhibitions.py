"""What mutes what, on each real Alertmanager; each rule has something that it must not mute."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from aggregated_alerts import AGGREGATED
from amtools import alertmanager_beside, amtools
from live_servers.alertmanager import Alertmanager
from mixin.rules.table import FILES
from shipped_alertmanager import TEMPLATES, shipped

HERE = {"job": "shop", "instance": "app-1:10170"}
OF_PROMETHEUS = {"cluster": "north", "shard": "0"}
"""External labels, which all alerts have."""

OF_TARGETS = {"environment": "live", "namespace": "web"}
"""Labels of targets, which alerts have that are about one of them."""

ALERTS = {
    (alert.name, str(alert.severity)): alert.component for file in FILES for alert in file.alerts
}
"""The components of all alerts; that of some is the label ``check``."""


def _labels(told: str) -> dict[str, str]:
    """Return the labels of an alert, told like ``DatabaseDown critical database=default``."""
    name, severity, *more = told.split()
    name = f"DjangoHealth{name}"
    labels = HERE | _where(name) | dict(pair.split("=") for pair in more)
    component = ALERTS[name, severity].replace("{{ $labels.check }}", labels.get("check", ""))
    return {"alertname": name, "severity": severity, "component": component, **labels}


def _where(name: str) -> dict[str, str]:
    return OF_PROMETHEUS | ({} if name in AGGREGATED else OF_TARGETS)


def _elsewhere(source: str, muted: Sequence[str]) -> list[str]:
    """Return what a source mutes in places of their own, by each label that both of them have."""
    names = (f"DjangoHealth{told.split()[0]}" for told in muted)
    known = _where(f"DjangoHealth{source.split(maxsplit=1)[0]}")
    return [
        f"{told} {label}=other-{number}"
        for number, (told, name) in enumerate(zip(muted, names, strict=True))
        for label in known.keys() & _where(name)
    ]


DATABASE = "DatabaseDown critical database=default"
CASES = {
    "an exporter that is down": (
        "ExporterDown critical",
        [
            "DatabaseSlow warning database=default",
            "CheckDown critical check=http",
            "DiskFull critical mountpoint=/",
            "CpuHigh info",
            "ScrapeSlow warning",
            "MigrationsPending warning database=default",
        ],
        [
            "ExporterDown critical instance=app-2:10170",
            "DatabaseDown critical database=default instance=app-3:10170",
            "DatabaseDown critical database=default job=blog",
            "ErrorBudgetBurn critical check=celery instance= window=1h",
        ],
    ),
    "the higher step of an alert": (
        "DatabaseConnectionsHigh critical database=default",
        ["DatabaseConnectionsHigh warning database=default"],
        [
            "DatabaseConnectionsHigh warning database=reporting",
            "DatabaseConnectionsHigh warning database=default instance=app-2:10170",
            "DatabaseConnectionsHigh warning database=default job=blog",
            "DatabaseSlow warning database=default",
            "DatabaseConnectionsHigh critical database=analytics",
        ],
    ),
    "the higher step without a target": (
        "MemoryHigh critical",
        ["MemoryHigh warning"],
        ["LoadHigh warning", "ContainerMemoryHigh warning", "DiskFull warning mountpoint=/"],
    ),
    "a warning before infos": (
        "DatabaseSlow warning database=default",
        ["DatabaseMissingPrivileges info database=default"],
        [
            "DatabaseMissingPrivileges info database=reporting",
            "DatabaseRestarted info database=default",
            "CacheMissingPrivileges info cache=default",
            "DatabaseLongTransaction warning database=default",
        ],
    ),
    "a database that is down": (
        DATABASE,
        [
            "MigrationsPending warning database=default",
            "DatabaseSlow warning database=default",
            "CheckDown critical check=database",
            "ErrorBudgetBurn critical check=database instance= window=1h",
        ],
        [
            "MigrationsPending warning database=reporting",
            "MigrationsPending warning database=default instance=app-2:10170",
            "MigrationsPending warning database=default job=blog",
            "DatabaseDown critical database=analytics",
            "CheckDown critical check=database instance=app-2:10170",
            "SQLiteBusy warning database=default",
            "CheckDown critical check=cache",
            "CheckDown critical check=migrations",
            "ErrorBudgetBurn critical check=celery instance= window=1h",
            "ErrorBudgetBurn critical check=database instance= window=1h job=blog",
            "ErrorBudgetBurn critical check=database instance= window=6h",
        ],
    ),
    "a cache that is down": (
        "CacheDown critical cache=default",
        ["CacheSlow warning cache=default server=a:1", "CheckDown critical check=cache"],
        [
            "CacheSlow warning cache=sessions server=a:1",
            "RedisMemoryHigh warning cache=default server=a:1",
            "ConfigurationCacheTableMissing warning cache=default",
            "CheckDown critical check=database",
        ],
    ),
    "no workers": (
        "CeleryNoWorkers critical",
        [
            "CeleryQueueBacklog warning queue=mail",
            "CeleryNoConsumers critical queue=mail",
            "CheckDown critical check=celery",
        ],
        [
            "CeleryBeatLate critical",
            "CeleryQueueBacklog warning queue=mail instance=app-2:10170",
            "ErrorBudgetBurn critical check=celery instance= window=6h",
        ],
    ),
    "no workers, and a budget that burns": (
        "CeleryNoWorkers critical",
        ["ErrorBudgetBurn critical check=celery instance= window=1h"],
        ["ErrorBudgetBurn critical check=database instance= window=1h"],
    ),
    "a late beat": (
        "CeleryBeatLate critical",
        ["CheckWarning warning check=celery", "CeleryBeatLate warning"],
        ["CheckDown critical check=celery", "CheckWarning warning check=migrations"],
    ),
    "a component that fails": (
        "CheckDown critical check=warehouse",
        ["ErrorBudgetBurn critical check=warehouse instance= window=1h"],
        [
            "ErrorBudgetBurn critical check=warehouse instance= window=6h",
            "CheckDown critical check=celery",
        ],
    ),
    "a host without memory": (
        "MemoryHigh critical",
        ["CheckDown warning check=system", "CheckWarning warning check=system"],
        [
            "CheckDown warning check=system instance=app-2:10170",
            "CheckDown warning check=configuration",
            "DiskFull critical mountpoint=/",
        ],
    ),
    "a setting that is unfit": (
        "ConfigurationUnfit warning finding=debug",
        ["CheckWarning warning check=configuration", "CheckDown warning check=configuration"],
        [
            "CheckWarning warning check=system",
            "ConfigurationUnfit warning finding=secret_key",
            "ConfigurationMissingVariables warning",
        ],
    ),
    "migrations that wait": (
        "MigrationsPending warning database=default",
        ["CheckWarning warning check=migrations"],
        [
            "CheckDown critical check=migrations",
            "CheckWarning warning check=database",
            "MigrationsPending warning database=reporting",
            "MigrationsConflict warning database=default",
        ],
    ),
    "a full disk": (
        "DiskFull critical mountpoint=/",
        ["DiskFilling warning mountpoint=/", "DiskFull warning mountpoint=/"],
        ["DiskFilling warning mountpoint=/srv", "InodesFilling warning mountpoint=/"],
    ),
    "a disk without inodes": (
        "InodesLow critical mountpoint=/",
        ["InodesFilling warning mountpoint=/"],
        ["DiskFilling warning mountpoint=/", "InodesFilling warning mountpoint=/srv"],
    ),
}


@pytest.fixture(scope="module", params=amtools(), ids=str)
def alertmanager(request: pytest.FixtureRequest) -> Iterator[Alertmanager]:
    """One that mutes as the shipped configuration has it, and sends nothing to anybody."""
    configuration = shipped()
    configuration["route"] = {"receiver": "nobody", "group_wait": "1h"}
    configuration["receivers"] = [{"name": "nobody"}]
    del configuration["global"]
    program = alertmanager_beside(request.param)
    with Alertmanager(configuration, TEMPLATES, program=program) as server:
        yield server


@pytest.mark.parametrize("case", CASES)
def test_what_it_mutes(alertmanager: Alertmanager, case: str) -> None:
    """What a source is to mute is muted by it; what is beside that, or in another place, is not."""
    source, muted, heard = CASES[case]
    heard = heard + _elsewhere(source, muted)
    try:
        by = _inhibitors(alertmanager, source, *muted, muted=muted)
        assert by[source] == []
        by = _inhibitors(alertmanager, source, *muted, *heard, muted=muted)
        assert {told: by[told] for told in heard} == {told: [] for told in heard}
    finally:
        over = {"startsAt": "2026-01-02T00:00:00Z", "endsAt": "2026-01-02T00:00:01Z"}
        everything = (source, *muted, *heard)
        alertmanager.post(*({"labels": _labels(told), **over} for told in everything))
        alertmanager.wait_for(lambda found: found == [])


def _inhibitors(
    alertmanager: Alertmanager, *told: str, muted: Sequence[str]
) -> dict[str, list[str]]:
    """Post alerts that are told, and return the ids of what mutes each of them.

    Alertmanager hears of a source a moment after it has it: what is to be muted is waited for.
    """
    quiet = [_key(_labels(one)) for one in muted]
    alertmanager.post(*({"labels": _labels(one)} for one in told))
    found = alertmanager.wait_for(
        lambda all_: len(all_) == len(told) and all(_by(all_)[one] for one in quiet)
    )
    by = _by(found)
    return {one: by[_key(_labels(one))] for one in told}


def _by(alerts: Sequence[dict[str, Any]]) -> dict[frozenset[tuple[str, str]], list[str]]:
    return {_key(alert["labels"]): alert["status"]["inhibitedBy"] for alert in alerts}


def _key(labels: dict[str, Any]) -> frozenset[tuple[str, str]]:
    return frozenset((name, value) for name, value in labels.items() if value)


def test_the_watchdog_is_never_muted(alertmanager: Alertmanager) -> None:
    """Whatever fires beside it, it is about no instance."""
    watchdog = {"alertname": "DjangoHealthWatchdog", "severity": "none", "component": "exporter"}
    alertmanager.post({"labels": watchdog}, {"labels": _labels("ExporterDown critical")})
    found = alertmanager.wait_for(lambda all_: len(all_) == 2)
    assert [alert["status"]["inhibitedBy"] for alert in found] == [[], []]
