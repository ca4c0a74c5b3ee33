"""How the answer of a probe came about, as text for people; it holds no secret."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
from msgspec.structs import asdict

from django_health.masking import masked
from django_health.reports.documents import timestamp
from django_health.reports.shown import shown
from django_health.result import CheckResult, Report, Summary
from django_health_exporter.web.effective.document import EffectiveTarget
from django_health_exporter.web.probe.request import Asked

METRICS = "Metrics that would have been returned:"
"""The line before the metrics, as blackbox_exporter writes it."""


def debug_text(
    asked: Asked, report: Report, limit: float, known: Iterable[EffectiveTarget] = ()
) -> str:
    """Return what was done, what came of it and how long it took, up to the metrics.

    Args:
        asked: What the request asked for.
        report: What the checks answered.
        limit: Seconds after which what had not answered counted as timed out.
        known: What is configured of the target and of all others.
    """
    own = [target for target in known if target.target == asked.target.name]
    return "\n".join([*_steps(asked, report, limit), *_configured(own), METRICS])


def _steps(asked: Asked, report: Report, limit: float) -> Iterator[str]:
    yield f"Probe of {asked.target.name}:"
    yield f"  checks: {', '.join(asked.kinds)}"
    yield f"  limit: {limit:g} s"
    for result in shown(report).results:
        yield ""
        yield f"{result.label}:"
        yield from (f"  {line}" for line in _lines(report, result))
    yield ""
    status = Summary(report.results).status
    yield f"Result: {status} after {report.duration:.6f} s"
    yield ""


def _configured(targets: Iterable[EffectiveTarget]) -> Iterator[str]:
    for target in targets:
        yield "Configuration of the target:"
        yield from (f"  {key}: {_written(value)}" for key, value in asdict(target).items() if value)
        yield ""


def _lines(report: Report, result: CheckResult) -> Iterator[str]:
    outcome = result.outcome
    yield _age(report, result)
    yield f"duration: {result.duration:.6f} s"
    yield f"status: {outcome.status}"
    if outcome.reason:
        yield f"reason: {outcome.reason}"
    if outcome.message:
        yield f"message: {masked(outcome.message)}"
    if result.last_success is not None:
        yield f"last success: {timestamp(result.last_success)}"
    for key, value in outcome.details.items():
        yield f"{key}: {_written(value)}"


def _written(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _age(report: Report, result: CheckResult) -> str:
    if not report.is_kept(result):
        return "asked by this probe, or while it waited"
    return f"kept from {report.age(result):.3f} s before this answer"
