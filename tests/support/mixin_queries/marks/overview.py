"""Of the overview, of checks of all kinds and of endpoints."""

from __future__ import annotations

from mixin_queries.mark import Mark, elsewhere, ill, nothing, past
from mixin_queries.marks.reasons import ANSWERS, FITS, HOURS

MARKS: tuple[Mark, ...] = (
    elsewhere("dhe-overview/Now/Failing now/H", FITS),
    ill("dhe-overview/Now/Failing now/[ADE]", "nothing fails"),
    ill("dhe-overview/Now/Failing now/B", "no alert fires that would wake somebody"),
    past("dhe-overview/Now/Failing now/[CFI]", "where all is ill, nothing only warns"),
    past("dhe-overview/Now/Failing now/G", ANSWERS),
    nothing("dhe-overview/Now/Failing now/K", "it is for when nobody tells anything"),
    ill("dhe-overview/States over time/Targets that failed/A", "none failed"),
    ill("dhe-overview/Targets/What is watched/[BC]", "nothing has a reason to fail"),
    ill("dhe-overview/Reasons and availability/Reasons/A", "nothing has a reason to fail"),
    past("dhe-overview/Latency/Against its own past/A", HOURS),
    past("checks.yaml/DjangoHealthCheckWarning/*", "where all is ill, nothing only warns"),
    past("checks.yaml/DjangoHealthCheck[FMS]*", HOURS),
    past("endpoints.yaml/DjangoHealthHttpSlow/*", HOURS),
)
