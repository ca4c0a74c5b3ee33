"""How much of a time components worked, as the objective has it."""

from __future__ import annotations

from mixin.dashboards.queries import select
from mixin.rules.recording import failures
from mixin.thresholds import NOT_SERVING

_NAME = "django_health_check_status"

STATUS = select(_NAME, check=f"!~{NOT_SERVING}")
"""Whether components work, without those of which the objective says nothing."""

_OF_SOME = select(_NAME, check=f"!~{NOT_SERVING}|$instance")
"""The same, and nothing when all instances are chosen: the pattern of all fits each check's name
too, and that of an instance none."""

NOT_RECORDED = "not recorded"
"""What stands there where nobody evaluates the rules, and all instances are chosen."""

COUNTED = (
    "Of all instances it is what the rules record for the alerts, which count each minute of a "
    "job; where instances are chosen, each of their answers counts."
)
"""What descriptions say of where the figures come from."""

LEFT_OUT = (
    f"Without {NOT_SERVING.replace('|', ' and ')}, which serve nobody and have alerts of their own."
)
"""What descriptions say of those."""


def worked(window: str, by: str = "job, check") -> str:
    """Return the share of a time in which components worked.

    Each answer counts the same, so that an instance that is new has the weight of its time; what is
    skipped or not scraped counts neither way. It reads all answers of that time: for the days of
    the objective there is :func:`failed`, for the dashboard's own time nothing is recorded.

    Args:
        window: The time: ``1h``.
        by: Of what each has a share of its own; nothing for all together.
    """
    return _share(STATUS, window, f" by ({by})" if by else "")


def failed(window: str, at: str = "") -> str:
    """Return the share of a time in which the components of each job failed.

    Of all instances it is what is recorded, since a month of answers of a large fleet takes longer
    to read than anybody waits. Of those that are chosen nothing is, and there are fewer answers.

    Args:
        window: One of those that are recorded: ``30d``.
        at: When it ends, if not now: ``@ end()``.
    """
    recorded = f'{failures(window)}{{job=~"$job",check=~"$instance"}}{at}'
    return f"({recorded} or 1 - {_share(_OF_SOME, window, ' by (job, check)', at)})"


def _share(status: str, window: str, each: str, at: str = "") -> str:
    worked, asked = (
        f"sum{each} ({of}_over_time({status}[{window}]{at}))" for of in ("sum", "count")
    )
    return f"({worked} / {asked})"
