"""The alerting that settings describe."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from django_health.alerting.assembly import LEASE, alerting_of, state_of
from django_health.alerting.file_state import FileState
from django_health.alerting.state import MemoryState, StateError
from django_health.settings.alerting import AlertingSettings
from django_health.settings.validation import convert
from told_alerts import ERROR, OK, WARNING, Recording, report_of


def _settings(**section: Any) -> AlertingSettings:
    return convert(section, AlertingSettings, "alerting")


def test_what_remembers(tmp_path: Path, django_project: Path) -> None:
    """A file, a cache, or this process."""
    assert django_project.is_dir()
    assert isinstance(state_of(_settings()), MemoryState)
    assert isinstance(state_of(_settings(state_file=str(tmp_path / "a"))), FileState)
    with pytest.raises(StateError, match="each process has its own of 'default'"):
        state_of(_settings(cache="default"))


def test_each_setting_counts() -> None:
    """Times, statuses, names."""
    channel = Recording()
    settings = _settings(
        min_status="warning",
        fire_after=10,
        resolve_after=20,
        repeat_interval=60,
        instance="shop",
        interval=7,
    )
    alerting = alerting_of(settings, {"ops": channel}, MemoryState())
    assert alerting.channel_names == ["ops"]
    assert (LEASE, alerting._lease) == (1.5, 10.5)
    for now, outcome in ((1, OK), (2, WARNING), (12, WARNING), (13, OK), (33, ERROR), (34, OK)):
        alerting.tell(report_of(now, database=outcome))
        assert alerting.flush(20)
    assert channel.events == [("firing", "warning")]
    assert channel.told[0]["source"]["instance"] == "shop"


def test_good_news_may_be_unwanted() -> None:
    """Then nothing is said when all is well again."""
    channel = Recording()
    settings = _settings(fire_after=0, resolve_after=0, send_resolved=False)
    alerting = alerting_of(settings, {"ops": channel}, MemoryState())
    for now, outcome in ((1, ERROR), (2, OK)):
        alerting.tell(report_of(now, database=outcome))
        assert alerting.flush(20)
    assert channel.events == [("firing", "error")]
