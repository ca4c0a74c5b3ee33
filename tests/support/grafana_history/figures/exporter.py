"""What a daemon tells of itself."""

from __future__ import annotations

from collections.abc import Iterator

from grafana_history.ground import HORIZON, SERVERS, TARGETS, Ground, Series
from grafana_history.shapes import Shape, counting, either, steady, whole, wobbling

_PREFIX = "django_health_exporter_"


def figures(ground: Ground) -> Iterator[Series]:
    """Return its series."""
    yield from _versions(ground)
    yield from _reloads(ground)
    yield from _checks(ground)
    yield from _connections(ground)
    yield from _process(ground)


def _versions(ground: Ground) -> Iterator[Series]:
    changed = ground.of("exporter", "version")
    old, new = ({"version": version, "python_version": "3.11.7"} for version in ("0.1.0", "0.2.0"))
    never: Shape = lambda _: None  # noqa: E731 (a shape is a function)
    yield Series(f"{_PREFIX}build_info", old, either(steady(1), never, changed))
    yield Series(f"{_PREFIX}build_info", new, either(never, steady(1), changed))
    python = {"implementation": "CPython", "major": "3", "minor": "11", "patchlevel": "7"}
    yield Series("python_info", {**python, "version": "3.11.7"}, steady(1))


def _reloads(ground: Ground) -> Iterator[Series]:
    failed = ground.of("exporter", "reload")
    for kind in ("config", "web_config"):
        name = f"{_PREFIX}{kind}_last_reload_success"
        fails = failed if kind == "config" else ground.of("exporter", "web_reload")
        yield Series(f"{name}ful", {}, either(steady(1), steady(0), fails))
        yield Series(f"{name}_timestamp_seconds", {}, steady(ground.end - 2.5 * 86400))


def _checks(ground: Ground) -> Iterator[Series]:
    yield Series(f"{_PREFIX}scrape_duration_seconds", {}, _scrape(ground))
    yield Series(
        f"{_PREFIX}stuck_checks", {}, either(steady(0), steady(1), ground.of("exporter", "stuck"))
    )
    yield Series(f"{_PREFIX}threads", {}, whole(wobbling(4, ground.instance, 0.4)))
    for component, targets in TARGETS.items():
        for target in targets:
            yield from _check(ground, component, target)


def _check(ground: Ground, component: str, target: str) -> Iterator[Series]:
    kept = component in ("system", "celery", "configuration")
    part = target if kept else SERVERS.get(target, "") if component == "cache" else ""
    labels = {"check": component, "target": "" if kept else target, "part": part}
    spans = ground.of(component, target)
    ill = [span for span in spans if not span.warning]
    seed = f"{ground.instance}/{component}/{target}"
    well = wobbling(0.004, seed, 0.5)
    lost = [span for span in ill if span.reason == "timeout"]
    stuck = ground.of("exporter", "stuck") if (component, target) == ("http", "www") else []
    slow = [span for span in spans if span.reason == "slow"]
    took = either(either(well, steady(0.9), slow), steady(3.0), lost)
    yield Series(f"{_PREFIX}check_duration_seconds", labels, took)
    yield Series(f"{_PREFIX}check_success", labels, either(steady(1), steady(0), ill))
    aged = 12.0 if component in ("celery", "configuration") else 0.0
    old = 0.0 if not stuck else 900.0
    yield Series(f"{_PREFIX}check_age_seconds", labels, either(steady(aged), steady(old), stuck))
    if component in ("database", "cache", "celery"):
        held = either(steady(1), steady(0), ill)
        yield Series(f"{_PREFIX}connections", labels, held)


def _scrape(ground: Ground) -> Shape:
    lost = [span for span in ground.spans if span.reason == "timeout"]
    usual = either(wobbling(0.03, f"{ground.instance}/scrape", 0.4), steady(3.02), lost)
    return either(usual, steady(9.2), ground.of("exporter", "scrape"))


def _connections(ground: Ground) -> Iterator[Series]:
    many = ground.of("exporter", "clients")
    grown = either(wobbling(2, ground.instance, 0.4), wobbling(60, ground.instance), many)
    yield Series(f"{_PREFIX}http_connections", {}, whole(grown))
    yield Series(f"{_PREFIX}http_requests_in_flight", {}, either(steady(1), steady(16), many))
    name = f"{_PREFIX}http_connections_accepted_total"
    yield Series(name, {}, counting(0.1, -HORIZON, many, 20))
    for reason, more in (("refused", 3.0), ("evicted", 1.0), ("timeout", 0.5), ("tls", 0.0)):
        name = f"{_PREFIX}http_connections_dropped_total"
        yield Series(name, {"reason": reason}, counting(0, -HORIZON, many, more))
    rejected = counting(0, -HORIZON, many, 2)
    yield Series(f"{_PREFIX}http_requests_rejected_total", {}, rejected)


def _process(ground: Ground) -> Iterator[Series]:
    seed = f"{ground.instance}/process"
    yield Series("process_virtual_memory_bytes", {}, steady(709e6))
    yield Series("process_resident_memory_bytes", {}, whole(wobbling(88e6, seed, 0.02)))
    restarting = ground.when("exporter", "process", "restarting")
    started: Shape = lambda at: ground.end + at // 600 * 600  # noqa: E731 (a shape is a function)
    began = either(steady(ground.end - 2.5 * 86400), started, restarting)
    yield Series("process_start_time_seconds", {}, began)
    yield Series("process_cpu_seconds_total", {}, counting(0.02, -2.5 * 86400))
    opened = either(wobbling(31, seed), steady(930), ground.of("exporter", "clients"))
    yield Series("process_open_fds", {}, whole(opened))
    yield Series("process_max_fds", {}, steady(1024))
    for generation, per_second in enumerate((0.2, 0.02, 0.001)):
        labels = {"generation": str(generation)}
        collections = counting(per_second, -2.5 * 86400)
        yield Series("python_gc_collections_total", labels, collections)
        collected = counting(per_second * 40, -2.5 * 86400)
        yield Series("python_gc_objects_collected_total", labels, collected)
        yield Series("python_gc_objects_uncollectable_total", labels, steady(0))
