"""What befalls whom: a failure of every kind, some over, some going on at the end."""

from grafana_history.story import caches, checks, daemons, databases, hosts, month
from grafana_history.story.fleet import FLEET

STORY = (
    *databases.SPANS,
    *caches.SPANS,
    *checks.SPANS,
    *hosts.SPANS,
    *daemons.SPANS,
    *month.SPANS,
)
"""All of it."""

__all__ = ["FLEET", "STORY"]
