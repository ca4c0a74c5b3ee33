"""Why queries have no data when all is well, and where they have some.

What is not named here has data when all is well; an alert that is not has none then, and fires when
all is made ill. A line that is no longer true fails a test, and so does one that fits nothing. The
first line that fits counts.
"""

from __future__ import annotations

from mixin_queries.mark import Mark
from mixin_queries.marks import caches, databases, django, every, exporter, host, overview

MARKS = (
    *caches.MARKS,
    *databases.MARKS,
    *django.MARKS,
    *host.MARKS,
    *exporter.MARKS,
    *overview.MARKS,
    *every.MARKS,
)


def mark_of(name: str) -> Mark | None:
    """Return what is said of a query."""
    return next((mark for mark in MARKS if mark.fits(name)), None)
