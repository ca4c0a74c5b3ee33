"""Says with which versions of Prometheus' own checker the rules were tried."""

from __future__ import annotations

import pytest

from promtools import promtools


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell it below the results: newer versions may or may not be there."""
    versions = ", ".join(map(str, promtools())) or "none"
    terminalreporter.write_line(f"rules were tried with promtool {versions}")
