"""All caches and their servers in a table, the worst first."""

from __future__ import annotations

from mixin.dashboards.caches.names import CACHE, share
from mixin.dashboards.columns import Column, by_columns
from mixin.dashboards.engines import state_colours, unasked
from mixin.dashboards.links import HOST, OVERVIEW, to
from mixin.dashboards.looks import BLUE, GREY, STATES, steps, words
from mixin.thresholds import (
    CACHE_HIT_RATIO,
    CACHE_MEMORY,
    CACHE_OPERATION,
    CACHE_READS,
    CONNECTIONS_CRITICAL,
    CONNECTIONS_WARNING,
)

_CACHE = CACHE.each
_EACH = f"{_CACHE}, server"


def _server(expr: str) -> str:
    """Give what has no server the label all the same, as a row is found by all its labels."""
    return f'label_replace({expr}, "server", "-", "server", "")'


def _figure(name: str) -> str:
    return f"max by ({_EACH}) ({CACHE.figure(name)})"


def _one(name: str) -> str:
    return _server(_figure(name))


def _kept(name: str, *labels: str) -> str:
    """A figure that a server which is down does not tell any more, as it last was."""
    figure, by = CACHE.figure(name), ", ".join((_EACH, *labels))
    last = f"topk by ({_EACH}) (1, max by ({by}) (last_over_time({figure}[1d])))"
    return _server(f"max by ({by}) ({figure}) or on ({_EACH}) {last}")


_UP = f"({_figure('server_up')} or on ({_CACHE}) max by ({_CACHE}) ({CACHE.figure('up')}))"
_ERRORS = f"on ({_CACHE}) group_left () max by ({_CACHE}) ({CACHE.figure('error')})"
_WORKS = f"on ({_CACHE}) max by ({_CACHE}) ({CACHE.figure('up')}) == 1"
_ILL = f"({_UP} == 0 or {_UP} and {_WORKS})"

STATES_OF_SERVERS = (
    f"3 * {_UP} - (({_UP} and {_WORKS}) * {_ERRORS} or 0 * {_UP}) "
    f"or on ({_CACHE}) max by ({_EACH}) ({unasked(CACHE.figure('server_up'))}) "
    f"or on ({_CACHE}) max by ({_CACHE}) ({unasked(CACHE.figure('up'))})"
)
"""The state of each server, and of each cache without servers."""

_REASON = (
    f"({_ILL} + 1) * on ({_CACHE}) group_left (reason) "
    f"topk by ({_CACHE}) (1, max by ({_CACHE}, reason) ({CACHE.figure('error')}))"
)

_SUCCESS = CACHE.figure("last_success_timestamp_seconds")
_SINCE = f"time() - max by ({_CACHE}) (last_over_time({_SUCCESS}[1d]))"


def _hit_share() -> str:
    hits, misses = (
        f"max by ({_EACH}) (rate({CACHE.figure(f'{name}_total')}[$__rate_interval]))"
        for name in ("hits", "misses")
    )
    return _server(f"{hits} / ({hits} + {misses} > {CACHE_READS})")


_INSTANCE = "${__data.fields.Instance}"
_OVERVIEW = to(OVERVIEW, "Overview of it", instance=_INSTANCE, alias="${__data.fields.Cache}")
_HOST = to(HOST, "Its host", instance=_INSTANCE)

LISTED = by_columns(
    "All caches and their servers",
    "Each server of each cache as each exporter sees it, the worst first; a cache in a table, a "
    "folder or a process has none. What one that is down was, as it last told. Last good: how "
    "long ago the whole cache worked. Click a name for the overview, an instance for its host.",
    [
        Column(
            "State",
            _server(STATES_OF_SERVERS),
            meanings=[STATES],
            colours=state_colours(),
            width=105,
        ),
        Column("Why", _server(_REASON), label="reason", width=115),
        Column(
            "Cache",
            label="cache",
            links=[_OVERVIEW],
            width=90,
        ),
        Column("Server", label="server", width=0),
        Column(
            "Instance",
            label="instance",
            links=[_HOST],
            width=125,
        ),
        Column("Backend", _kept("info", "backend", "version"), label="backend", width=95),
        Column("Version", label="version", width=65),
        Column(
            "Role",
            _kept("is_replica"),
            meanings=[words({0: ("master", GREY), 1: ("replica", BLUE)})],
            width=70,
        ),
        Column(
            "Memory",
            _server(share("memory_used_bytes", "memory_limit_bytes", _EACH)),
            unit="percentunit",
            colours=steps(CACHE_MEMORY),
            decimals=0,
            width=75,
        ),
        Column(
            "Clients",
            _server(share("connected_clients", "max_clients", _EACH)),
            unit="percentunit",
            colours=steps(CONNECTIONS_WARNING, CONNECTIONS_CRITICAL),
            decimals=0,
            width=70,
        ),
        Column(
            "Hits",
            _hit_share(),
            unit="percentunit",
            colours=steps(CACHE_HIT_RATIO, 0, low=True),
            decimals=0,
            width=55,
        ),
        Column(
            "Answers in",
            _one("operation_seconds"),
            unit="s",
            colours=steps(CACHE_OPERATION),
            decimals=1,
            width=85,
        ),
        Column("Keys", _one("keys"), unit="short", width=60),
        Column(
            "Up for",
            _server(f"time() - {_figure('start_timestamp_seconds')}"),
            unit="s",
            decimals=1,
            width=80,
        ),
        Column(
            "Last good",
            f"({_SINCE}) * on ({_CACHE}) group_right () ({_server(STATES_OF_SERVERS)} * 0 + 1)",
            unit="s",
            decimals=0,
            width=80,
        ),
    ],
    hidden=["job"],
    first="State",
)
