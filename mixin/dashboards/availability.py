"""How much of a time components worked, as the objective has it."""

from __future__ import annotations

from mixin.dashboards.queries import select
from mixin.thresholds import NOT_SERVING

STATUS = select("django_health_check_status", check=f"!~{NOT_SERVING}")
"""Whether components work, without those of which the objective says nothing."""

LEFT_OUT = (
    f"Without {NOT_SERVING.replace('|', ' and ')}, which serve nobody and have alerts of their own."
)
"""What descriptions say of those."""


def worked(window: str, by: str = "job, check", at: str = "") -> str:
    """Return the share of a time in which components worked.

    Each answer counts the same, so that an instance that is new has the weight of its time; what is
    skipped or not scraped counts neither way.

    Args:
        window: The time: ``30d``.
        by: Of what each has a share of its own; nothing for all together.
        at: When it ends, if not now: ``@ end()``.
    """
    each = f" by ({by})" if by else ""
    worked, asked = (
        f"sum{each} ({of}_over_time({STATUS}[{window}]{at}))" for of in ("sum", "count")
    )
    return f"({worked} / {asked})"
