"""A message that only tries out whether channels deliver."""

from __future__ import annotations

from functools import partial
from typing import Any

from django_health.alerting.record import Record
from django_health.alerting.settling import Settling
from django_health.alerting.telling import Wishes, hold
from django_health.alerting.trial import MESSAGE, trial
from told_alerts import ERROR, looks


def test_it_is_like_any_other() -> None:
    """With the same keys, and says what it is."""
    record = Record()
    looks(partial(Settling().settle, record), (1, ERROR))
    (real,) = hold(record, "mail", Wishes(60, send_resolved=True), holder="me", now=1, patience=1)
    found = trial("shop")
    alert: Any = found["alerts"][0]  # type: ignore[index]
    assert alert.keys() == real.document.keys()
    assert (alert["message"], alert["event"]) == (MESSAGE, "firing")
    assert found["source"]["instance"] == "shop"  # type: ignore[index]
    assert found["status"] == "healthy"
