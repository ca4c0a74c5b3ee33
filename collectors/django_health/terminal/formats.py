"""The forms in which a report is written: for people, for programs, for Prometheus, for Nagios."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import IO

import msgspec

from django_health.reports.exposition import encoder_for, page_of
from django_health.reports.families import health_batches
from django_health.reports.pages import DETAILED
from django_health.reports.shown import shown
from django_health.result import Report, Status
from django_health.settings import HealthSettings
from django_health.terminal.nagios import nagios_text
from django_health.terminal.streams import put

Write = Callable[[Report, HealthSettings, Status, IO[str]], None]
"""Writes a report, whose thresholds and limits are given, to a stream."""


def _write_table(
    report: Report, _settings: HealthSettings, _fail_on: Status, stream: IO[str]
) -> None:
    from django_health.terminal.printing import show  # noqa: PLC0415 - rich, for people alone
    from django_health.terminal.report_table import ReportView  # noqa: PLC0415 - the same

    show(ReportView(shown(report)), stream)


def _write_json(
    report: Report, _settings: HealthSettings, _fail_on: Status, stream: IO[str]
) -> None:
    """The document of ``/health/detailed/``; indented where a person reads it."""
    body = DETAILED.answer(report, "").body
    if stream.isatty():
        body = msgspec.json.format(body, indent=2) + b"\n"
    put(body.decode(), stream)


def _write_prometheus(
    report: Report, settings: HealthSettings, _fail_on: Status, stream: IO[str]
) -> None:
    page = page_of(health_batches(report, settings), *encoder_for(""), compress=False)
    put(page.body.decode(), stream)


def _write_nagios(
    report: Report, settings: HealthSettings, fail_on: Status, stream: IO[str]
) -> None:
    put(nagios_text(shown(report), settings, fail_on), stream)


FORMATS: Mapping[str, Write] = {
    "table": _write_table,
    "json": _write_json,
    "prometheus": _write_prometheus,
    "nagios": _write_nagios,
}
"""By name."""
