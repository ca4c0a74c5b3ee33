"""How long a request may wait for its checks."""

from __future__ import annotations

import math

from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.errors import RequestError

HEADER = "X-Prometheus-Scrape-Timeout-Seconds"
"""The header in which Prometheus says after how many seconds it gives up."""

LONGEST = 120.0
"""Seconds that no request waits longer than, whatever it says."""


def deadline_of(header: str | None, config: WebConfig) -> float:
    """Return the seconds after which an answer is made of what is known by then.

    It is the client's limit, or the configured one where the client names none, less the offset;
    but at least half the limit, however large the offset.

    Raises:
        RequestError: The header is no positive number.
    """
    limit = config.scrape_timeout if header is None else _seconds(header)
    return min(max(limit - config.timeout_offset, limit / 2), LONGEST)


def _seconds(header: str) -> float:
    try:
        seconds = math.nan if "_" in header else float(header)  # Python's own way to group digits
    except ValueError:
        seconds = math.nan
    if not math.isfinite(seconds) or seconds <= 0:
        raise RequestError(400, f"{HEADER} must be a number of seconds above 0")
    return seconds
