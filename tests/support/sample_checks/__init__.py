"""Checks that do as they are told, clocks that are set by hand, and results made by hand."""

from sample_checks.checks import Asks, Hangs, Loyal, Sample, engine_of, eventually
from sample_checks.clock import HandClock
from sample_checks.logged import Log, Logged, LoggedAsks
from sample_checks.results import report_of, result_of

__all__ = [
    "Asks",
    "HandClock",
    "Hangs",
    "Log",
    "Logged",
    "LoggedAsks",
    "Loyal",
    "Sample",
    "engine_of",
    "eventually",
    "report_of",
    "result_of",
]
