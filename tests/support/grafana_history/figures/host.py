"""What is told of the host and of its container."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from grafana_history.ground import HORIZON, Ground, Series
from grafana_history.shapes import Shape, counting, either, filling, since, steady, whole, wobbling

_SYSTEM = "django_health_system_"
_CONTAINER = "django_health_container_"
_CORES = 4
_RAM = 16 * 1024**3
_LIMITS = {"cpu": (0.7, 0.9), "memory": (0.8, 0.95), "disk": (0.85, 0.95)}


def figures(ground: Ground) -> Iterator[Series]:
    """Return their series."""
    yield from _processors(ground)
    yield from _memory(ground)
    for mountpoint, size, share in (("/", 80e9, 0.41), ("/srv", 400e9, 0.55)):
        yield from _filesystem(ground, mountpoint, size, share)
    yield from _network(ground)
    yield from _container(ground)
    booted = since(ground.of("system", "uptime"), ground.end, -61 * 86400)
    yield Series(f"{_SYSTEM}boot_timestamp_seconds", {}, booted)
    for resource, limits in _LIMITS.items():
        for level, limit in zip(("warning", "critical"), limits, strict=True):
            labels = {"resource": resource, "level": level}
            yield Series("django_health_threshold_ratio", labels, steady(limit))


def _processors(ground: Ground) -> Iterator[Series]:
    busy = ground.of("system", "cpu")
    seed = f"{ground.instance}/cpu"
    modes = {"user": 0.9, "nice": 0.0, "system": 0.3, "iowait": 0.05, "irq": 0.0}
    modes |= {"softirq": 0.02, "steal": 0.01, "idle": 2.72}
    more = {"user": 1.9, "system": 0.5, "idle": -1.8}
    for mode, per_second in modes.items():
        used = counting(per_second, -HORIZON, busy, more.get(mode, 0.0))
        yield Series(f"{_SYSTEM}cpu_seconds_total", {"mode": mode}, used)
    for mode in ("user", "nice"):
        yield Series(f"{_SYSTEM}cpu_guest_seconds_total", {"mode": mode}, steady(0))
    yield Series(f"{_SYSTEM}cpu_usage_ratio", {}, filling(0.32, 0.97, busy, seed))
    yield Series(f"{_SYSTEM}cpu_cores", {}, steady(_CORES))
    for minutes, well, ill in ((1, 1.4, 11.0), (5, 1.3, 10.5), (15, 1.25, 9.0)):
        load = either(wobbling(well, seed, 0.4), wobbling(ill, seed, 0.1), busy)
        yield Series(f"{_SYSTEM}load{minutes}", {}, load)


def _memory(ground: Ground) -> Iterator[Series]:
    spans = ground.of("system", "memory")
    share = filling(0.58, 0.97, spans, f"{ground.instance}/memory")
    yield Series(f"{_SYSTEM}memory_total_bytes", {}, steady(_RAM))
    yield Series(f"{_SYSTEM}memory_usage_ratio", {}, share)
    yield Series(f"{_SYSTEM}memory_used_bytes", {}, _of(_RAM, share))
    yield Series(f"{_SYSTEM}memory_available_bytes", {}, _less(_RAM, share))
    yield Series(f"{_SYSTEM}swap_total_bytes", {}, steady(2 * 1024**3))
    yield Series(f"{_SYSTEM}swap_used_bytes", {}, either(steady(0), steady(1.4e9), spans))


def _filesystem(ground: Ground, mountpoint: str, size: float, share: float) -> Iterator[Series]:
    labels = {"mountpoint": mountpoint}
    full = ground.of("system", "disk") if mountpoint == "/srv" else []
    used = filling(share, 0.975, full, f"{ground.instance}{mountpoint}")
    device = {"device": f"/dev/vd{'a' if mountpoint == '/' else 'b'}", "fstype": "ext4"}
    yield Series(f"{_SYSTEM}filesystem_info", {**labels, **device}, steady(1))
    yield Series(f"{_SYSTEM}filesystem_size_bytes", labels, steady(size))
    yield Series(f"{_SYSTEM}filesystem_free_bytes", labels, _less(size, used))
    yield Series(f"{_SYSTEM}filesystem_available_bytes", labels, _less(size * 0.95, used))
    yield Series(f"{_SYSTEM}filesystem_usage_ratio", labels, used)
    yield Series(f"{_SYSTEM}filesystem_inodes", labels, steady(size // 16384))
    yield Series(f"{_SYSTEM}filesystem_inodes_free", labels, _less(size // 16384, used))
    locked = [replace(span, since=max(span.since, -25 * 60.0)) for span in full]
    yield Series(f"{_SYSTEM}filesystem_read_only", labels, either(steady(0), steady(1), locked))


def _network(ground: Ground) -> Iterator[Series]:
    bad = ground.of("system", "network")
    for device, scale in (("eth0", 1.0), ("eth1", 0.2)):
        labels = {"device": device}
        for way, per_second in (("receive", 4e5 * scale), ("transmit", 9e5 * scale)):
            prefix = f"{_SYSTEM}network_{way}_"
            yield Series(f"{prefix}bytes_total", labels, counting(per_second, -HORIZON))
            yield Series(f"{prefix}packets_total", labels, counting(per_second / 800, -HORIZON))
            yield Series(f"{prefix}errors_total", labels, counting(0, -HORIZON, bad, 25 * scale))
            yield Series(f"{prefix}drops_total", labels, counting(0, -HORIZON, bad, 9 * scale))


def _container(ground: Ground) -> Iterator[Series]:
    limit = 1024**3
    killed = ground.of("system", "container")
    share = filling(0.6, 0.97, killed, f"{ground.instance}/container")
    yield Series(f"{_CONTAINER}memory_limit_bytes", {}, steady(limit))
    yield Series(f"{_CONTAINER}memory_used_bytes", {}, _of(limit, share))
    yield Series(f"{_CONTAINER}memory_usage_ratio", {}, share)
    yield Series(f"{_CONTAINER}oom_kills_total", {}, counting(0, -HORIZON, killed, 0.004))
    yield Series(f"{_CONTAINER}cpu_limit_cores", {}, steady(2))
    yield Series(f"{_CONTAINER}cpu_seconds_total", {}, counting(0.6, -HORIZON, killed, 1.2))
    usage = filling(0.3, 0.95, killed, f"{ground.instance}/share")
    yield Series(f"{_CONTAINER}cpu_usage_ratio", {}, usage)
    held = counting(0.01, -HORIZON, killed, 1.2)
    yield Series(f"{_CONTAINER}cpu_throttled_seconds_total", {}, held)


def _of(whole_of: float, share: Shape) -> Shape:
    return whole(lambda at: whole_of * (share(at) or 0))


def _less(whole_of: float, share: Shape) -> Shape:
    return whole(lambda at: whole_of * (1 - (share(at) or 0)))
