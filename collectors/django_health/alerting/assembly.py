"""The alerting that settings describe."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django_health.alerting.asking import application_report
from django_health.alerting.cache_state import CacheState
from django_health.alerting.counts import Counts
from django_health.alerting.file_state import FileState
from django_health.alerting.health_alerting import HealthAlerting
from django_health.alerting.state import AlertState, MemoryState
from django_health.result import Report
from django_health.settings.alerting import AlertingSettings

LEASE = 1.5
"""Intervals after which a process that looked last is taken for dead, and another one looks."""


def state_of(settings: AlertingSettings) -> AlertState:
    """Return what remembers, as settings say.

    Raises:
        StateError: The file or the cache cannot be used; one line says why.
    """
    if settings.state_file:
        return FileState(settings.state_file)
    return CacheState(settings.cache) if settings.cache else MemoryState()


def alerting_of(
    settings: AlertingSettings,
    channels: Mapping[str, object],
    state: AlertState,
    *,
    ask: Callable[[], Report] = application_report,
    looker: str = "",
    counts: Counts | None = None,
) -> HealthAlerting:
    """Return the alerting that settings describe.

    Args:
        settings: What was set.
        channels: Made of them, by name.
        state: Made of them, or gone on with from before.
        ask: Returns a report.
        looker: By what name it looks; see :class:`HealthAlerting`.
        counts: Where the figures go on.
    """
    alerting = HealthAlerting(
        min_status=settings.min_status,
        fire_after=settings.fire_after,
        resolve_after=settings.resolve_after,
        repeat_interval=settings.repeat_interval,
        send_resolved=settings.send_resolved,
        instance=settings.instance,
        state=state,
        ask=ask,
        looker=looker,
        lease=LEASE * settings.interval,
        counts=counts,
    )
    for name, channel in channels.items():
        alerting.add_alert_channel(channel, name=name)
    return alerting
