"""What a daemon tells of the alerts that it sends by itself."""

from __future__ import annotations

from collections.abc import Iterator

from grafana_history.ground import HORIZON, Ground, Series
from grafana_history.shapes import counting, steady

_PREFIX = "django_health_exporter_"


def figures(ground: Ground) -> Iterator[Series]:
    """Return its series: mail is delivered, the pager is dead."""
    yield Series(f"{_PREFIX}alerts_firing", {}, steady(1))
    yield Series(f"{_PREFIX}alerting_state_up", {}, steady(1))
    looked = f"{_PREFIX}alerting_last_look_timestamp_seconds"
    yield Series(looked, {}, lambda at: float(ground.end + at // 60 * 60))
    for channel, per_second in (("mail", 1e-4), ("pager", 1e-3)):
        labels = {"channel": channel}
        sent = counting(per_second, -HORIZON)
        yield Series(f"{_PREFIX}alert_messages_total", labels, sent)
        yield Series(f"{_PREFIX}alert_messages_dropped_total", labels, steady(0))
        yield Series(f"{_PREFIX}alert_messages_waiting", labels, steady(0))
        yield Series(f"{_PREFIX}alert_channel_up", labels, steady(1 if channel == "mail" else 0))
    delivered = f"{_PREFIX}alert_channel_last_success_timestamp_seconds"
    yield Series(delivered, {"channel": "mail"}, steady(ground.end - 7200))
    failed = {"channel": "pager", "reason": "timeout"}
    yield Series(f"{_PREFIX}alert_messages_failed_total", failed, counting(1e-3, -HORIZON))
