"""What a program hears of a report: the codes that Nagios gave the world."""

from __future__ import annotations

from enum import IntEnum

from django_health.result import Report, Status


class ExitCode(IntEnum):
    """The code that a command ends with; its name is the word that Nagios has for it."""

    OK = 0
    """All is well, or what warns is to be taken as such."""
    WARNING = 1
    """Something warns."""
    CRITICAL = 2
    """Something critical does not work, or it could not be asked."""
    UNKNOWN = 3
    """Nothing was asked."""


FAIL_ON = (Status.WARNING, Status.ERROR)
"""From which status on a command may be told to fail."""


def exit_code(report: Report, fail_on: Status = Status.WARNING) -> ExitCode:
    """Return the code for a report; ``UNKNOWN`` where nothing was asked.

    Args:
        report: Its status counts, in which an uncritical check only warns.
        fail_on: With ``ERROR`` a warning is as good as ok.
    """
    if all(result.status is Status.SKIPPED for result in report.results):
        return ExitCode.UNKNOWN
    if report.status is Status.ERROR:
        return ExitCode.CRITICAL
    if report.status is Status.WARNING and fail_on is not Status.ERROR:
        return ExitCode.WARNING
    return ExitCode.OK
