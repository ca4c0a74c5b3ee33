"""What clients do wrong does not fill the log."""

from __future__ import annotations

import logging
import ssl

import pytest

from django_health_exporter.web.quiet import LOGGERS, Quiet, quieten


def _said(caplog: pytest.LogCaptureFixture, level: int, error: BaseException | None) -> list[str]:
    caplog.clear()
    quieten()
    logging.getLogger("tornado.general").log(level, "%s of %s", "x", "y", exc_info=error)
    return [record.getMessage() for record in caplog.records]


def test_warnings_about_clients_are_dropped(caplog: pytest.LogCaptureFixture) -> None:
    """A failed handshake, a broken pipe; also where tornado would print a traceback."""
    assert _said(caplog, logging.WARNING, None) == []
    assert _said(caplog, logging.ERROR, None) == []
    for error in (ssl.SSLError("bad record mac"), ConnectionResetError(), TimeoutError()):
        assert _said(caplog, logging.ERROR, error) == []


def test_our_own_faults_are_told_once(caplog: pytest.LogCaptureFixture) -> None:
    """In one line with the type, without the text, and not again within the minute."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        for known in [each for each in logger.filters if isinstance(each, Quiet)]:
            logger.removeFilter(known)
    (line,) = _said(caplog, logging.ERROR, ZeroDivisionError("canary"))
    assert "ZeroDivisionError" in line
    assert "canary" not in line
    assert "\n" not in line
    assert _said(caplog, logging.ERROR, ZeroDivisionError("canary")) == []


def test_is_set_up_once() -> None:
    """However many servers a process has had."""
    for _ in range(3):
        quieten()
    for name in LOGGERS:
        assert sum(isinstance(each, Quiet) for each in logging.getLogger(name).filters) == 1
