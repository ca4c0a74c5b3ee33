"""What the daemon says when it starts; its life is told in tests/end_to_end/test_life.py."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from django_health_exporter.configuration.config import Flags, load
from django_health_exporter.daemon import _tell_start
from running_web import running_web


def _told(flags: Flags, caplog: pytest.LogCaptureFixture) -> list[tuple[int, str]]:
    config = load(flags, {})
    with running_web(config.checks) as web, caplog.at_level(logging.INFO):
        caplog.clear()
        _tell_start(config, web.engine, web.server)
        (address,) = web.server.addresses
    told = [(record.levelno, record.getMessage()) for record in caplog.records]
    assert told[-1] == (logging.INFO, f"listening on {address}")
    assert all(name in told[0][1] for name in web.engine.names)
    return told


def test_what_is_watched(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """How many targets there are, and where they were found."""
    file = tmp_path / "health.yml"
    file.write_text("databases: {default: {url: 'sqlite:///x'}}", encoding="utf-8")
    _, found, _ = _told(Flags(config_file=file), caplog)
    assert found == (logging.INFO, "1 target, found in the configuration file")


def test_nothing_is_configured(caplog: pytest.LogCaptureFixture) -> None:
    """That is worth a warning, and what to do about it."""
    _, (level, line), _ = _told(Flags(), caplog)
    assert level == logging.WARNING
    assert "only the host is watched: set DJANGO_SETTINGS_MODULE" in line
