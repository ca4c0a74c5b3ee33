"""The section ``rate_limit``."""

from __future__ import annotations

from django_health.settings.validation import InvalidDocument
from django_health_exporter.web.policy.policy import RateLimit
from django_health_exporter.web.policy.schema import RateSection
from django_health_exporter.web.policy.values import count, seconds


def rate_limit_of(section: RateSection | None, place: str) -> RateLimit | None:
    """Return the limit; ``None`` where there is none, or its interval is 0.

    Raises:
        InvalidDocument: It cannot be used, or would let nothing through.
    """
    if section is None or (section.interval is None and section.burst is None):
        return None
    if section.interval is None:
        raise InvalidDocument(
            f"{place}: burst limits nothing without an interval: add one like 1s, or 0 for no limit"
        )
    interval = seconds(section.interval, f"{place}.interval")
    burst = count(section.burst or "0", f"{place}.burst")
    if not interval:
        return None
    if not burst:
        raise InvalidDocument(
            f"{place}.burst: with 0, which is the default, no request would be answered: write 1 "
            "or more"
        )
    return RateLimit(interval, burst)
