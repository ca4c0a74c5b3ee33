"""What is strained between the time when all is well and the time when all is ill."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from mixin_stand.stand import Stand
from mixin_stand.strains import caches, databases

STRAINS = (*databases.STRAINS, *caches.STRAINS)


@contextmanager
def strained(stand: Stand) -> Iterator[None]:
    """Put all strains on, and wait until Prometheus knows; they are taken off at the end."""
    with ExitStack() as inside:
        for strain in STRAINS:
            inside.enter_context(strain.put(stand))
        for query in (query for strain in STRAINS for query in strain.known):
            stand.prometheus.wait_for(query, bool, 60)
        yield
