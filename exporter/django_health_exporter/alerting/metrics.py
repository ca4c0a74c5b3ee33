"""What became of the alerts, for Prometheus: a channel that is dead has to be seen elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from django_health.alerting.counts import ChannelCounts
from django_health.alerting.health_alerting import HealthAlerting
from django_health.result import Family, Kind, Measurement

_CHANNEL = ("channel",)

FIRING = Family(
    "django_health_exporter_alerts_firing",
    "Alerts that go on, as the alerting itself sees it; absent before its first look.",
)
LOOKED = Family(
    "django_health_exporter_alerting_last_look_timestamp_seconds",
    "Unix time at which the alerting last began to look at the health; absent while another "
    "process looks.",
)
STATE_UP = Family(
    "django_health_exporter_alerting_state_up",
    "1 when the alerting could keep what it told, 0 when it goes on by its memory alone.",
)
CHANNEL_UP = Family(
    "django_health_exporter_alert_channel_up",
    "1 when the last attempt of the channel delivered, 0 when it failed or overran its timeout; "
    "absent before the first one.",
    _CHANNEL,
)
SENT = Family(
    "django_health_exporter_alert_messages_total",
    "Messages of the channel that were tried, delivered or not.",
    _CHANNEL,
    Kind.COUNTER,
)
FAILED = Family(
    "django_health_exporter_alert_messages_failed_total",
    "Messages of the channel that no attempt delivered, by the reason of the last one; absent "
    "while there are none.",
    ("channel", "reason"),
    Kind.COUNTER,
)
DROPPED = Family(
    "django_health_exporter_alert_messages_dropped_total",
    "Messages of the channel that were not tried, as too many waited or the end had come.",
    _CHANNEL,
    Kind.COUNTER,
)
WAITING = Family(
    "django_health_exporter_alert_messages_waiting",
    "Messages of the channel that wait or are being delivered.",
    _CHANNEL,
)
LAST_SUCCESS = Family(
    "django_health_exporter_alert_channel_last_success_timestamp_seconds",
    "Unix time at which the channel last delivered; absent before that.",
    _CHANNEL,
)


def alerting_figures(alerting: HealthAlerting) -> Iterator[Measurement]:
    """Yield the present figures of an alerting."""
    if alerting.firing is not None:
        yield FIRING(alerting.firing)
    if alerting.looked is not None:
        yield LOOKED(alerting.looked)
    yield STATE_UP(alerting.state_works)
    known = alerting.counts.present()
    for name in alerting.channel_names:
        yield from _of_channel(name, known[name])


def _of_channel(name: str, counts: ChannelCounts) -> Iterator[Measurement]:
    yield SENT(counts.sent, name)
    for reason, count in list(counts.failed.items()):
        yield FAILED(count, name, reason)
    yield DROPPED(counts.dropped, name)
    yield WAITING(counts.waiting, name)
    if counts.works is not None:
        yield CHANNEL_UP(counts.works, name)
    if counts.last_success is not None:
        yield LAST_SUCCESS(counts.last_success, name)
