"""What is told of Celery."""

from __future__ import annotations

from collections.abc import Iterator

from grafana_history.ground import Ground, Series
from grafana_history.shapes import Shape, climbing, either, steady, whole, wobbling

_PREFIX = "django_health_celery_"


def figures(ground: Ground) -> Iterator[Series]:
    """Return its series."""
    gone = ground.when("celery", "workers", "unavailable")
    fewer = ground.when("celery", "workers", "fewer")
    slow = ground.when("celery", "workers", "slow")
    late = ground.of("celery", "beat")
    seed = f"{ground.instance}/celery"
    yield _one("workers", either(either(steady(4), steady(1), fewer), steady(0), gone))
    trip = either(wobbling(0.02, seed, 0.3), steady(1.7), slow)
    yield Series(f"{_PREFIX}round_trip_seconds", {}, trip, ("celery", "workers"))
    for queue, length in (("celery", 9.0), ("mail", 3.0), ("slow", 0.0)):
        waiting = whole(either(wobbling(length, seed + queue, 0.9), climbing(gone, 0.4, 9), gone))
        yield _one("queue_length", waiting, queue=queue)
        yield _one("queue_consumers", either(steady(4), steady(0), gone), queue=queue)
        yield _one("queue_oldest_message_age_seconds", climbing(gone, start=1), queue=queue)
        yield _one("queue_head_unchanged_seconds", climbing(gone), queue=queue)
    taken = either(wobbling(16, seed, 0.5), climbing(fewer, 0.2, 16), fewer)
    yield _one("unacked_messages", either(whole(taken), steady(0), gone))
    yield _one("missing_privileges", either(steady(0), steady(1), slow))
    yield _one("beat_lateness_seconds", climbing(late))
    yield _one("beat_tasks", steady(12))


def _one(name: str, shape: Shape, **labels: str) -> Series:
    return Series(_PREFIX + name, labels, shape)
