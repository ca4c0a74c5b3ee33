"""The figures by which a cache mostly gets into trouble, each of the server that is worst."""

from __future__ import annotations

from mixin.dashboards.caches.names import (
    CACHE,
    HIT_SHARE,
    LINE,
    NO_LIMIT,
    NO_REDIS,
    NO_SERVER,
    READS,
    least,
    per_second,
    share,
    worst,
)
from mixin.dashboards.looks import GREEN, steps, words
from mixin.dashboards.panels import number
from mixin.dashboards.queries import now
from mixin.thresholds import (
    CACHE_EVICTIONS,
    CACHE_HIT_RATIO,
    CACHE_MEMORY,
    CACHE_OPERATION,
    CACHE_READS,
    CONNECTIONS_CRITICAL,
    CONNECTIONS_WARNING,
)

_NONE = words({0: ("none", GREEN)})
_REFUSED = CACHE.figure("rejected_connections_total")
_LOST = f"{least('replication_link_up')} == 0"
_UNSAVED = f"{least('last_save_ok')} == 0"

LEADING = (
    number(
        "Fullest memory",
        "The server that is nearest to its limit of memory. Above it Redis evicts keys or refuses "
        "writes, by its maxmemory-policy; Memcached evicts, and is full for good when it is warm.",
        now(f"topk(1, {share('memory_used_bytes', 'memory_limit_bytes')})", LINE),
        unit="percentunit",
        colours=steps(CACHE_MEMORY),
        decimals=0,
        names=True,
        none=NO_LIMIT,
    ),
    number(
        "Slowest operation",
        "The longest of set, get and delete of one key. All requests pay for it many times: look "
        "at the load of the server and of the network, and at its slow commands (SLOWLOG GET).",
        now(f"topk(1, {worst('operation_seconds', 'operation')})", f"{LINE} {{{{operation}}}}"),
        unit="s",
        colours=steps(CACHE_OPERATION),
        names=True,
        none="no answer",
    ),
    number(
        "Least hits",
        f"The server with the least share of reads that found their key, of those with more than "
        f"{CACHE_READS} read a second. The rest was made at the cost of the database: look for "
        "evictions, a restart, or a release that changed keys.",
        now(f"bottomk(1, {HIT_SHARE} and {READS} > {CACHE_READS})", LINE),
        unit="percentunit",
        colours=steps(CACHE_HIT_RATIO, 0, low=True),
        decimals=0,
        names=True,
        none="hardly any reads",
    ),
    number(
        "Most clients",
        "The server that is nearest to its limit of connections. At 100 % new ones are refused: "
        "see with CLIENT LIST who holds them, restart who leaks, raise maxclients meanwhile.",
        now(f"topk(1, {share('connected_clients', 'max_clients')})", LINE),
        unit="percentunit",
        colours=steps(CONNECTIONS_WARNING, CONNECTIONS_CRITICAL),
        decimals=0,
        names=True,
        none=NO_SERVER,
    ),
    number(
        "Most evictions",
        "Keys a second that are dropped for lack of memory, sessions among them if they are kept "
        "there. Give it more memory, shorten times to live, or find who fills it.",
        now(f"topk(1, {per_second('evictions_total')})", LINE),
        unit="ops",
        colours=steps(CACHE_EVICTIONS),
        decimals=1,
        names=True,
        none=NO_SERVER,
    ),
    number(
        "Refused clients",
        "Connections that servers have refused over the dashboard's time, since their limit was "
        "reached; requests failed with them. See the graph for when it was.",
        now(f"sum(max by (job, cache, server) (increase({_REFUSED}[$__range])))"),
        unit="short",
        colours=steps(critical=1),
        decimals=0,
        none=NO_SERVER,
    ),
    number(
        "Lost masters",
        "Replicas of Redis that have no link to their master: what they serve grows old, and "
        "nothing is there to fail over to. Look at INFO replication on both.",
        now(f"count({_LOST}) or 0 * count({worst('replication_link_up')})"),
        unit="none",
        colours=steps(critical=1),
        meanings=[_NONE],
        none="no replica",
    ),
    number(
        "Failed saves",
        "Servers of Redis whose last save to disk failed. By default they refuse writes then; "
        "without it all is lost at a restart. Look for a full disk, and the rights of its folder.",
        now(f"count({_UNSAVED}) or 0 * count({worst('last_save_ok')})"),
        unit="none",
        colours=steps(1),
        meanings=[_NONE],
        none=NO_REDIS,
    ),
)
