"""Everything that a doctor looks at, wherever the checks were made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from django_health.check import BaseHealthCheck
from django_health.doctor.address import addresses
from django_health.doctor.answers import findings_of
from django_health.doctor.clock import clock_findings
from django_health.doctor.files import open_files
from django_health.doctor.finding import Examination, Finding, Level
from django_health.doctor.network import ways_of
from django_health.doctor.secret_names import named_files
from django_health.doctor.sizes import size_findings
from django_health.doctor.sqlite_files import file_ways
from django_health.doctor.versions import version_findings, versions
from django_health.grants.scripts import products_of
from django_health.result import Report
from django_health.settings import HealthSettings
from django_health.targets import Target


def examined(
    report: Report,
    targets: Sequence[Target],
    checks: Sequence[BaseHealthCheck],
    settings: HealthSettings,
    others: Sequence[Finding] = (),
) -> Examination:
    """Return what is missing or wrong.

    Args:
        report: What all checks answered; its details have to be fit to be shown.
        targets: Databases and caches.
        checks: What was asked; connections of databases are used once more.
        settings: How to check.
        others: What was found by those who know more of where the checks were made.
    """
    found = [*others, *_findings(report, targets, checks, settings)]
    return Examination(tuple(found), versions())


def unexamined(others: Sequence[Finding]) -> Examination:
    """Return what can be said where no check could be made."""
    installed = versions()
    found = (*others, *version_findings(installed, {}), *clock_findings())
    return Examination(found, installed)


def _findings(
    report: Report,
    targets: Sequence[Target],
    checks: Sequence[BaseHealthCheck],
    settings: HealthSettings,
) -> Iterator[Finding]:
    if not targets:
        yield Finding(
            Level.WARNING,
            "settings",
            "no database or cache is configured",
            "set DJANGO_SETTINGS_MODULE, DATABASE_URL or CACHE_URL, or describe them in a file",
        )
    ways = ways_of(report.results, addresses(targets, settings))
    yield from findings_of(report, {**ways, **file_ways(report.results, targets)})
    yield from size_findings(targets, checks, settings.timeouts.database)
    yield from version_findings(versions(), products_of(report))
    yield from open_files(_declared_files(settings))
    yield from clock_findings()


def _declared_files(settings: HealthSettings) -> Iterator[tuple[Path, str]]:
    for name, server in settings.smtp.items():
        yield from named_files(server, f"smtp/{name}")
    for name, channel in settings.alerting.channels.items():
        yield from named_files(channel, f"the alert channel {name}")
