"""What is told, as alerts of Alertmanager's API v2.

Its alerts are the same if all their labels are, so that nothing is a label that changes while
something is wrong, but for the severity: where that changes, the alert with the former one ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django_health.alerting import words
from django_health.alerting.news import Item, News
from django_health.result import Status

NAME = "DjangoHealth"
"""The label ``alertname`` of all of them; none of Prometheus' own rules is called so."""

CRITICAL, WARNING = "critical", "warning"


def alerts_of(news: News, labels: Mapping[str, str], end: datetime) -> list[dict[str, Any]]:
    """Return the body of a request.

    Args:
        news: What to tell.
        labels: Given to each alert; one that it has itself stays.
        end: When what fires ends, if it is not sent again before.
    """
    alerts = []
    for item in news.items:
        now, before = _severity(item, item.status), _severity(item, item.previous)
        if item.is_over:
            alerts += [_over(item, news, labels, one, before) for one in (CRITICAL, WARNING)]
            continue
        alerts.append(_firing(item, news, labels, now, end))
        if before != now and item.previous in {Status.WARNING, Status.ERROR}:
            alerts.append(_over(item, news, labels, before, before))
    return alerts


def _severity(item: Item, status: str) -> str:
    return CRITICAL if item.is_urgent(status) else WARNING


def _firing(
    item: Item, news: News, labels: Mapping[str, str], severity: str, end: datetime
) -> dict[str, Any]:
    alert = _alert(item, news, labels, severity) | {"endsAt": end.isoformat()}
    if (item.started or item.since or end) > end:
        del alert["startsAt"]  # by a clock that is ahead; it begins when it arrives
    return alert


def _over(
    item: Item, news: News, labels: Mapping[str, str], severity: str, before: str
) -> dict[str, Any]:
    """That it is not so any more.

    Of a severity that it did not have last it ends where it began: perhaps it never had that, and
    an end that is ahead of Alertmanager's clock would make it so.
    """
    alert = _alert(item, news, labels, severity)
    end = (item.since or news.moment) if severity == before else item.started
    if end is not None and (item.started is None or item.started <= end):
        alert["endsAt"] = end.isoformat()
    else:
        alert["endsAt"] = alert.setdefault("startsAt", "1970-01-01T00:00:00+00:00")
    return alert


def _alert(item: Item, news: News, labels: Mapping[str, str], severity: str) -> dict[str, Any]:
    own = {
        "alertname": NAME,
        "severity": severity,
        "component": item.check,
        "check": item.check,
        "target": item.target,
        "part": item.part,
        "instance": news.instance,
    }
    given = {name: value for name, value in own.items() if value}
    said = f"{item.label} of {news.instance or 'django-health'}: {words.sentence(item)}"
    annotations = {"summary": said, "description": item.message, "reason": item.reason}
    alert: dict[str, Any] = {
        "labels": {**labels, **given},
        "annotations": {name: value for name, value in annotations.items() if value},
    }
    begun = item.started or item.since
    return alert | ({"startsAt": begun.isoformat()} if begun else {})
