"""Expressions about Celery."""

from __future__ import annotations

from mixin.dashboards.queries import MATCHERS
from mixin.thresholds import QUEUE_STANDSTILL

_METRICS = (
    "django_health_celery_queue_head_unchanged_seconds",
    "django_health_celery_queue_oldest_message_age_seconds",
)
WAITED = f'{{__name__=~"{"|".join(_METRICS)}",{MATCHERS}}}'
"""For how long a message has been the next one, or has waited. Both, as the broker tells one or the
other: with ``or`` between them the second would be left out wherever the first is 0."""
STANDS_STILL = f"{WAITED} > {QUEUE_STANDSTILL}"
