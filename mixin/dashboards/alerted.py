"""Critical alerts that fire, for panels that say what is wrong: while one does all is not well."""

from __future__ import annotations

from mixin.dashboards.queries import MATCHERS_OF_ALERTS

FIRING = f'ALERTS{{{MATCHERS_OF_ALERTS},alertname=~"DjangoHealth.*",alertstate="firing"'
"""The beginning of a selector of alerts that fire."""


def critical(*matchers: str) -> str:
    """Return a selector of critical alerts that fire.

    Args:
        matchers: Which of them: ``component="celery"``.
    """
    return ",".join([FIRING, 'severity="critical"', *matchers]) + "}"


def untold(alerts: str, label: str, told: str) -> str:
    """Return alerts of which a panel says nothing yet, with the labels ``alert`` and ``place``.

    Args:
        alerts: All of them.
        label: What it says something of, besides job and instance: ``database``.
        told: Those of which it does, with these three labels.
    """
    found = f"max by (alertname, job, instance, {label}) ({alerts})"
    # An alert without one of the labels is about all: what is told of one of these is enough.
    wider = " or ".join(
        f"max by ({of}) ({told})" for of in (f"job, {label}", "job, instance", "job")
    )
    return named(f"({found} unless on (job, instance, {label}) ({told} or {wider}))")


def named(alerts: str) -> str:
    """Return alerts with the labels ``alert``, a short name, and ``place``: instance or job."""
    made = f'label_replace({alerts}, "alert", "$1", "alertname", "DjangoHealth(.+)")'
    made = f'label_replace({made}, "place", "all jobs", "", "")'
    for place in ("job", "instance"):
        made = f'label_replace({made}, "place", "$1", "{place}", "(.+)")'
    return made
