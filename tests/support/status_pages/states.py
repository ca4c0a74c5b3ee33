"""The states: healthy, warning, failing, everything hanging; and one with very many targets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django_health.page import Page, PageLinks, status_page
from django_health.result import CheckResult, Outcome, Reason, Report, Status
from django_health.settings import HealthSettings
from sample_checks.results import CREATED, report_of, result_of
from status_pages.past import Said, history_of
from status_pages.results import shop

LINKS = PageLinks(
    {
        "Metrics": "/metrics",
        "JSON": "/health/detailed/",
        "Configuration": "/config",
        "Dashboards": "https://grafana.example/d/django-health",
    },
    runbooks="https://wiki.example/runbooks",
)


def page_of(report: Report, said: Said | None = None, **more: Any) -> Page:
    """Return the page of a report with what was said before; keywords as of the page itself."""
    if "history" not in more:
        more["history"] = history_of(report, said)
    given = {"links": LINKS, "settings": HealthSettings(), "has_details": True}
    return status_page(report, **{**given, **more})


def healthy(**more: Any) -> Page:
    """All is well; one cache had a bad moment three hours ago."""
    said = {"cache/sessions/10.0.0.7:11211": {range(34, 37): Status.ERROR}}
    return page_of(report_of(*shop()), said, **more)


def warning(**more: Any) -> Page:
    """A disk that fills, a migration that waits, and a mail server that nobody needs is gone."""
    disk = {
        "usage": 88.4,
        "filesystems": {"/": {"usage": 29.6}, "/var/lib/postgresql": {"usage": 88.4}},
    }
    changes = {
        "system/disk": Outcome(
            Status.WARNING,
            Reason.THRESHOLD,
            "/var/lib/postgresql is 88.4 % full (warning at 85 %)",
            disk,
        ),
        "migrations/default": Outcome(
            Status.WARNING,
            Reason.MISCONFIGURED,
            "2 migrations are not applied: shop.0014_prices, shop.0015_vat",
            {"pending_migrations": 2, "migrations": ["shop.0014_prices", "shop.0015_vat"]},
        ),
        "smtp/default": Outcome(Status.ERROR, Reason.DNS, "the host name does not resolve"),
    }
    said = {
        "system/disk": {range(30): Status.WARNING},
        "migrations/default": {range(4): Status.WARNING},
        "smtp/default": {range(7): Status.ERROR},
    }
    results = [
        replace(result, critical=result.name != "smtp") for result in _changed(shop(), changes)
    ]
    return page_of(report_of(*results), said, **more)


def failing(**more: Any) -> Page:
    """A database and a cache that are gone, no workers, and a disk that is full."""
    changes = {
        "database/reporting": Outcome(
            Status.ERROR, Reason.REFUSED, "the connection was refused", {"engine": "mariadb"}
        ),
        "cache/sessions/10.0.0.7:11211": Outcome(Status.ERROR, Reason.TIMEOUT, "no answer in time"),
        "celery/workers": Outcome(
            Status.ERROR, Reason.UNAVAILABLE, "no worker answers", {"active_workers": 0}
        ),
        "system/disk": Outcome(
            Status.ERROR,
            Reason.THRESHOLD,
            "/var/lib/postgresql is 97.1 % full (critical at 95 %)",
            {"filesystems": {"/": {"usage": 29.6}, "/var/lib/postgresql": {"usage": 97.1}}},
        ),
        "configuration/settings": Outcome(
            Status.WARNING, Reason.MISCONFIGURED, "DEBUG is on", {"debug": True}
        ),
    }
    said = {
        "database/reporting": {range(5): Status.ERROR},
        "cache/sessions/10.0.0.7:11211": {
            range(2): Status.ERROR,
            range(10, 12): Status.ERROR,
            range(20, 21): Status.ERROR,
            range(34, 37): Status.ERROR,
            range(50, 51): Status.ERROR,
            range(60, 64): Status.WARNING,
        },
        "celery/workers": {range(6): Status.ERROR, range(6, 9): Status.WARNING},
        "system/disk": {range(12): Status.ERROR, range(12, 40): Status.WARNING},
        "configuration/settings": {range(72): Status.WARNING},
    }
    results = [_worked(result) for result in _changed(shop(), changes)]
    return page_of(report_of(*results), said, **more)


def _worked(result: CheckResult) -> CheckResult:
    """The result with when it last worked, as its past tells it, and with how long it took."""
    minutes, took = {
        "database/reporting": (24, 0.0004),
        "cache/sessions/10.0.0.7:11211": (7, 5.0),
        "celery/workers": (27, 1.02),
        "system/disk": (57, 0.0002),
    }.get(result.label, (0, result.duration))
    return replace(result, last_success=CREATED - 60 * minutes, duration=took)


def hanging(**more: Any) -> Page:
    """Nothing answers any more."""
    late = Outcome(Status.ERROR, Reason.TIMEOUT, "no answer in time")
    results = [result for result in shop() if result.status is not Status.SKIPPED]
    changes = {result.label: late for result in results}
    said = {result.label: {range(3): Status.ERROR} for result in results}
    changed = _changed(results, changes, duration=9.5, last_success=CREATED - 712)
    report = replace(report_of(*changed), duration=9.503)
    return page_of(report, said, **more)


def large(count: int = 1000, **more: Any) -> Page:
    """A great many databases, of which three are ill."""
    results = [
        result_of("database", f"tenant_{number:04}", duration=0.001 + number / 1e6)
        for number in range(count)
    ]
    for number in (17, 400, 998):
        outcome = Outcome(Status.ERROR, Reason.REFUSED, "the connection was refused")
        results[number] = replace(results[number], outcome=outcome)
    return page_of(report_of(*results), {}, **more)


def _changed(
    results: list[CheckResult], changes: Mapping[str, Outcome], **more: Any
) -> list[CheckResult]:
    """Return the results with other outcomes, by label."""
    return [
        replace(result, outcome=changes[result.label], **more)
        if result.label in changes
        else result
        for result in results
    ]


STATES: Mapping[str, Callable[..., Page]] = {
    "healthy": healthy,
    "warning": warning,
    "failing": failing,
    "hanging": hanging,
}
"""The four in which the page is looked at."""
