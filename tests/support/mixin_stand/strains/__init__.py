"""What is strained between the time when all is well and the time when all is ill."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from mixin_stand.stand import Stand
from mixin_stand.strains import caches, celery, clients, databases, exporter, host, shop

STRAINS = (
    *caches.STRAINS,
    *databases.STRAINS,
    *celery.STRAINS,
    *clients.STRAINS,
    *exporter.STRAINS,
    *host.STRAINS,
    *shop.STRAINS,
)

_NO_OTHERS = 'up{job!="django"}'


@contextmanager
def strained(stand: Stand) -> Iterator[None]:
    """Put all strains on, and wait until Prometheus knows; they are taken off at the end."""
    with ExitStack() as inside:
        inside.callback(stand.prometheus.wait_for, _NO_OTHERS, lambda found: not found, 60)
        thens = [inside.enter_context(strain.put(stand)) for strain in STRAINS]
        inside.callback(stand.prometheus.scrape_no_others)
        for then in thens:
            if then is not None:
                then()
        for query in (query for strain in STRAINS for query in strain.known):
            stand.prometheus.wait_for(query, bool, 60)
        yield
