"""All databases in a table, the worst first."""

from __future__ import annotations

from mixin.dashboards.columns import Column, by_columns
from mixin.dashboards.databases.names import DATABASE, used_share
from mixin.dashboards.engines import state_colours
from mixin.dashboards.links import HOST, OVERVIEW, to
from mixin.dashboards.looks import BLUE, GREY, RED, STATES, steps, words
from mixin.thresholds import (
    CONNECTIONS_CRITICAL,
    CONNECTIONS_WARNING,
    DATABASE_RESTARTED,
    REPLICATION_LAG_CRITICAL,
    REPLICATION_LAG_WARNING,
    ROUND_TRIP,
)

_EACH = DATABASE.each
_CLEAR = "transparent"
_READ_ONLY = DATABASE.figure("read_only")


def _one(name: str) -> str:
    return f"max by ({_EACH}) ({DATABASE.figure(name)})"


def _kept(name: str, *labels: str) -> str:
    """A figure that a server which is down does not tell any more, as it last was."""
    figure, by = DATABASE.figure(name), ", ".join((_EACH, *labels))
    last = f"topk by ({_EACH}) (1, max by ({by}) (last_over_time({figure}[1d])))"
    return f"max by ({by}) ({figure}) or on ({_EACH}) {last}"


_INSTANCE = "${__data.fields.Instance}"
_OVERVIEW = to(OVERVIEW, "Overview of it", instance=_INSTANCE, alias="${__data.fields.Database}")
_HOST = to(HOST, "Its host", instance=_INSTANCE)

LISTED = by_columns(
    "All databases",
    "Each database as each exporter sees it, the worst first. What a database that is down was, "
    "as it last told. Last good: how long ago it worked. Warns: it works, and is not well. "
    "Replicas: how many follow it. Click a name for the overview, an instance for its host.",
    [
        Column(
            "State",
            DATABASE.states(),
            meanings=[STATES],
            colours=state_colours(),
            width=105,
        ),
        Column(
            "Why",
            f"topk by ({_EACH}) (1, max by ({_EACH}, reason) ({DATABASE.figure('error')}))",
            label="reason",
            width=0,
        ),
        Column(
            "Database",
            label="database",
            links=[_OVERVIEW],
        ),
        Column(
            "Instance",
            label="instance",
            links=[_HOST],
            width=125,
        ),
        Column("Engine", _kept("info", "engine", "version"), label="engine", width=90),
        Column("Version", label="version", width=110),
        Column(
            "Role",
            _kept("is_replica"),
            meanings=[words({0: ("primary", GREY), 1: ("replica", BLUE)})],
            width=75,
        ),
        Column(
            "Writes",
            # 2 is what took writes within a day.
            f"max by ({_EACH}) ({_READ_ONLY} * (2 - min_over_time({_READ_ONLY}[1d])))",
            meanings=[words({0: ("yes", _CLEAR), 1: ("read-only", _CLEAR), 2: ("READ-ONLY", RED)})],
            colours=steps(critical=2),
            width=95,
        ),
        Column(
            "Connections",
            used_share(_EACH),
            unit="percentunit",
            colours=steps(CONNECTIONS_WARNING, CONNECTIONS_CRITICAL),
            decimals=0,
            width=100,
        ),
        Column(
            "Answers in",
            _one("round_trip_seconds"),
            unit="s",
            colours=steps(ROUND_TRIP),
            decimals=1,
            width=85,
        ),
        Column(
            "Behind",
            _one("replication_lag_seconds"),
            unit="s",
            colours=steps(REPLICATION_LAG_WARNING, REPLICATION_LAG_CRITICAL),
            decimals=1,
            width=85,
        ),
        Column("Replicas", _one("replicas"), width=70),
        Column(
            "Up for",
            f"time() - {_one('start_timestamp_seconds')}",
            unit="s",
            colours=steps(DATABASE_RESTARTED, 0, low=True),
            decimals=1,
            width=85,
        ),
        Column(
            "Last good",
            f"time() - ({_kept('last_success_timestamp_seconds')})",
            unit="s",
            decimals=0,
            width=80,
        ),
    ],
    hidden=["job"],
    first="State",
)
