"""Of the overview, of checks of all kinds and of endpoints."""

from __future__ import annotations

from mixin_queries.mark import Mark, elsewhere, ill, nothing, strained, stretched
from mixin_queries.marks.reasons import ANSWERS, BEFORE, FITS

MARKS: tuple[Mark, ...] = (
    elsewhere("dhe-overview/Now/Failing now/H", FITS),
    ill("dhe-overview/Now/Failing now/[ADE]", "nothing fails"),
    ill("dhe-overview/Now/Failing now/B", "no alert fires that would wake somebody"),
    strained("dhe-overview/Now/Failing now/[CFI]", "nothing warns"),
    strained("dhe-overview/Now/Failing now/G", ANSWERS),
    nothing("dhe-overview/Now/Failing now/K", "it is for when nobody tells anything"),
    ill("dhe-overview/States over time/Targets that failed/A", "none failed"),
    ill("dhe-overview/Targets/What is watched/[BC]", "nothing has a reason to fail"),
    ill("dhe-overview/Reasons and availability/Reasons/A", "nothing has a reason to fail"),
    stretched("dhe-overview/Latency/Against its own past/A", BEFORE),
    strained("checks.yaml/DjangoHealthCheckWarning/*", "nothing warns"),
    strained("checks.yaml/DjangoHealthCheckFlapping/*", "nothing comes and goes"),
    strained("checks.yaml/DjangoHealthCheckMissing/*", "nothing was switched off"),
    stretched("checks.yaml/DjangoHealthCheckSlow/*", BEFORE),
    stretched("endpoints.yaml/DjangoHealthHttpSlow/*", BEFORE),
)
