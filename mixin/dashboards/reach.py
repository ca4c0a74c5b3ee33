"""Which targets are exporters, and which of them cannot be scraped."""

from __future__ import annotations

from mixin.dashboards.queries import select
from mixin.rules.recording import OURS

_BUILD, _STATE = "django_health_exporter_build_info", "django_health_check_state"

KNOWN = (
    f"({select(OURS)} or last_over_time({select(_BUILD)}[1d]) "
    f"or last_over_time({select(_STATE, state='ok')}[1d]))"
)
"""Targets that are exporters, those included that are down or that tell no version, as an answer of
/probe and a site's own view do not. What is recorded goes on for as long as a target is down; the
others need no rules, and last a day."""

_ANSWERED = f"max without (target) ({select('up')})"

REACHED = f"{_ANSWERED} and on (job, instance) {KNOWN}"
"""Whether exporters answer, those that are asked; one that is asked for targets by name, whether it
does for any of these."""

SILENT = f"{_ANSWERED} == 0 and on (job, instance) {KNOWN}"
"""Exporters that cannot be scraped, so that nothing is known of what they watch."""


UNANSWERED = (
    f"{select('up')} == 0 and on (job, instance) {select('up')} == 1 and on (job, instance) {KNOWN}"
)
"""Single targets, and pages, of exporters that answer otherwise."""


def exporters(matchers: str = "") -> str:
    """Return a selector of what tells the job and the instance of each exporter, for variables.

    Args:
        matchers: What it is narrowed by; nothing for all.
    """
    named = f'__name__=~"{OURS}|{_BUILD}|{_STATE}"'
    return f"{{{','.join(filter(None, [named, matchers]))}}}"
