"""Every series of a daemon."""

from collections.abc import Iterator

from grafana_history.figures import (
    alerting,
    cache,
    celery,
    checks,
    configuration,
    database,
    endpoints,
    exporter,
    host,
    scrape,
    targets,
)
from grafana_history.ground import Ground, Series

_TABLES = (
    scrape.figures,
    exporter.figures,
    alerting.figures,
    checks.figures,
    targets.figures,
    database.figures,
    cache.figures,
    celery.figures,
    configuration.figures,
    endpoints.figures,
    host.figures,
)


def figures(ground: Ground) -> Iterator[Series]:
    """Return what a Prometheus has of it."""
    for table in _TABLES:
        yield from table(ground)
