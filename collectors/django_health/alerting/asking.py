"""How the alerting asks: it has time, and waits for what is slow."""

from __future__ import annotations

from concurrent.futures import TimeoutError as WaitTimeout
from contextlib import suppress

from django_health.engine import Engine
from django_health.result import Report

LONGEST = 60.0
"""Seconds after which what has not answered is told with its last result."""

MARGIN = 1.0
"""Seconds above the longest timeout: the engine says that a run overran, not who waits for it."""


def patient_report(engine: Engine) -> Report:
    """Ask all checks, and wait until each has answered or overrun its timeout."""
    longest = max((check.timeout for check in engine.checks), default=0.0)
    asked = engine.start()
    with suppress(WaitTimeout):
        asked.done.result(min(longest + MARGIN, LONGEST))
    return engine.report(asked, last_known=True)


def application_report() -> Report:
    """Ask all checks of the Django project that this process is of.

    Raises:
        HealthCheckError: A setting cannot be used; one line says which, and what to do.
    """
    from django_health.application import application  # noqa: PLC0415 - Django is optional

    asked = application()
    report = patient_report(asked.engine)
    asked.history.note(report)
    return report
