"""A message that only tries out whether channels deliver."""

from __future__ import annotations

import hashlib
import time

from django_health.alerting.health_data import source_of
from django_health.reports.documents import Document, timestamp

MESSAGE = "this is a trial: alerts arrive here, and nothing is wrong"


def trial(instance: str = "") -> Document:
    """Return what channels are given: one alert, which says that it is none.

    Args:
        instance: Who sends; the name of the host where it is empty.
    """
    now = timestamp(time.time())
    alert = {
        "check": "alerting",
        "target": "trial",
        "part": "",
        "label": "alerting/trial",
        "status": "warning",
        "previous_status": "ok",
        "reason": None,
        "message": MESSAGE,
        "critical": False,
        "event": "firing",
        "since": now,
        "started": now,
        "fingerprint": hashlib.sha256(f"{instance}\0alerting/trial".encode()).hexdigest()[:16],
    }
    return {
        "status": "healthy",
        "timestamp": now,
        "checks": {},
        "alerts": [alert],
        "source": source_of(instance),
    }
