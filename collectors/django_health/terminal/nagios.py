"""A report as the output of a plugin: for Nagios, Icinga, Sensu, Checkmk and their like.

The first line is the whole; then comes a line for each check that is not well, and the figures
behind the bar: seconds per check, and usages with the thresholds that one run holds them against.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from zlib import crc32

from django_health.json_ready import one_line
from django_health.result import CheckResult, Report, Status
from django_health.settings import HealthSettings
from django_health.terminal.exit_codes import ExitCode, exit_code
from django_health.terminal.headline import counts, trouble, troubles, wrong
from django_health.terminal.one_run import is_judged

SERVICE = "HEALTH"
"""What is told of, before the word for its state."""

LONGEST_LINE = 1_000
"""Characters of the first line."""

LONGEST = 4_000
"""Bytes of the whole: many that run plugins read four kilobytes and no more."""

LONGEST_LABEL = 100
"""Characters of a figure's label."""

_WITH_THRESHOLDS = ("cpu", "memory", "disk")


def nagios_text(report: Report, settings: HealthSettings, fail_on: Status = Status.WARNING) -> str:
    """Return the output for a report; its word is that of the exit code.

    Args:
        report: Its details have to be fit to be shown.
        settings: The thresholds of the host.
        fail_on: As for :func:`~django_health.terminal.exit_codes.exit_code`.
    """
    said = ": ".join(filter(None, (counts(report), wrong(report))))
    first = f"{SERVICE} {exit_code(report, fail_on).name}: {_plain(said, LONGEST_LINE)}"
    left = LONGEST - len(first.encode()) - 2
    figures = _within(_figures(report, settings), left, " ")
    left -= len(figures.encode())
    lines = _within((_plain(trouble(result)) for result in troubles(report)), left, "\n")
    return "\n".join(filter(None, (f"{first} | {figures}" if figures else first, lines))) + "\n"


def nagios_unknown(text: str) -> str:
    """Return the output where nothing could be asked."""
    return f"{SERVICE} {ExitCode.UNKNOWN.name}: {_plain(text, LONGEST_LINE)}\n"


def _plain(text: str, length: int = LONGEST_LINE) -> str:
    """A text without the bar, behind which figures are looked for."""
    return one_line(text, length).replace("|", "/")


def _within(pieces: Iterable[str], size: int, separator: str) -> str:
    """As many of the pieces as fit into so many bytes, whole."""
    fitting = []
    for piece in pieces:
        size -= len(piece.encode()) + len(separator)
        if size < 0:
            break
        fitting.append(piece)
    return separator.join(fitting)


def _figures(report: Report, settings: HealthSettings) -> Iterator[str]:
    yield f"time={report.duration:.6f}s;;;0"
    for result in report.results:
        if result.status is not Status.SKIPPED:
            yield f"{_quoted(result.label)}={result.duration:.6f}s;;;0"
            yield from _usage(result, settings)


def _usage(result: CheckResult, settings: HealthSettings) -> Iterator[str]:
    usage = result.outcome.details.get("usage")
    if not isinstance(usage, int | float):
        return
    limits = ";"
    if result.name == "system" and result.part in _WITH_THRESHOLDS and is_judged(result):
        threshold = getattr(settings.thresholds, result.part)
        limits = f"{threshold.warning:g};{threshold.critical:g}"
    yield f"{_quoted(f'{result.label} usage')}={usage:g}%;{limits};0;100"


def _quoted(name: str) -> str:
    """A label in quotes, without what ends it too soon; one that is cut is still like no other."""
    plain = _plain(name, 2 * LONGEST_LABEL)
    if len(plain) > LONGEST_LABEL:
        mark = f"{crc32(name.encode()):08x}"
        plain = f"{plain[: LONGEST_LABEL - len(mark) - 1]}~{mark}"
    return f"'{plain.replace('=', '_').replace(chr(39), '_')}'"
