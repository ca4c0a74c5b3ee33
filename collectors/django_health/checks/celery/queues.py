"""Which queues the configuration of a Celery application names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

MOST_QUEUES = 50
"""No more are asked and none of the others becomes a label, whatever generates the settings."""


def configured_queues(conf: Any) -> list[str]:
    """Return their names, each once.

    They are those of ``task_queues``, else ``task_default_queue``, and those that ``task_routes``
    names literally; what a router function would answer is not known. Queues that come into being
    by use, as of replies and broadcasts, are no part of the configuration.

    Args:
        conf: ``app.conf``.
    """
    declared = list(_declared(conf.task_queues))
    names = [*(declared or [conf.task_default_queue]), *_routed(conf.task_routes)]
    return list(dict.fromkeys(name for name in names if name))[:MOST_QUEUES]


def _declared(queues: Any) -> Iterator[str]:
    """The queues of ``task_queues``: objects, names, or a mapping by name."""
    for queue in queues or ():
        name = getattr(queue, "name", queue)
        if isinstance(name, str) and not _is_broadcast(queue):
            yield name


def _is_broadcast(queue: Any) -> bool:
    """Whether each worker has a queue of its own under a generated name."""
    return getattr(getattr(queue, "exchange", None), "type", "") == "fanout"


def _routed(routes: Any) -> Iterator[str]:
    """The queues in ``task_routes``: a mapping, pairs, or a list of these and of functions."""
    if isinstance(routes, Mapping):
        for route in routes.values():
            yield from _of_route(route)
    elif isinstance(routes, list | tuple):
        for entry in routes:
            if isinstance(entry, list | tuple) and len(entry) == 2:
                yield from _of_route(entry[1])
            yield from _routed(entry)


def _of_route(route: Any) -> Iterator[str]:
    queue = route.get("queue") if isinstance(route, Mapping) else route
    name = getattr(queue, "name", queue)
    if isinstance(name, str):
        yield name
