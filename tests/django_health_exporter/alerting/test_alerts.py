"""The alerting of the daemon, as one configuration follows another."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from django_health.alerting.state import StateError
from django_health.check import BaseHealthCheck
from django_health.result import Outcome, Reason, Report, Status
from django_health.settings import settings_from
from django_health_exporter.alerting.alerts import Alerts
from django_health_exporter.configuration.config import Config
from django_health_exporter.web.config import WebConfig
from sample_checks import Sample, engine_of, eventually
from told_alerts import Hanging, Recording
from told_figures import told_figures

FAILED = Outcome(Status.ERROR, Reason.REFUSED, "nobody is there")
FAST = {"interval": 1, "fire_after": 0, "resolve_after": 0}
SENT = "django_health_exporter_alert_messages_total{mail}"


def _config(channels: Mapping[str, object], **section: object) -> Config:
    health = settings_from({"alerting": {**FAST, **section}}, "test")
    return Config(health, WebConfig(), "info", "logfmt", (), (), "nowhere", channels)


@contextmanager
def _alerts(*checks: BaseHealthCheck) -> Iterator[tuple[Alerts, list[Report]]]:
    noted: list[Report] = []
    with engine_of(*checks) as engine:
        alerts = Alerts(lambda: engine, noted.append)
        try:
            yield alerts, noted
        finally:
            alerts.close(20)
            eventually(lambda: "alerting" not in {t.name for t in threading.enumerate()})


def test_who_wants_none_has_none() -> None:
    """No thread, no figures, no log line."""
    with _alerts() as (alerts, _):
        assert alerts.prepared(_config({})) is None
        alerts.follow(None)
        assert told_figures(alerts) == {}
        alerts.finish()


def test_it_looks_and_tells(caplog: pytest.LogCaptureFixture) -> None:
    """What the engine in force says; each look is noted."""
    caplog.set_level(logging.INFO)
    channel = Recording()
    with _alerts(Sample("queue", answer=lambda: FAILED)) as (alerts, noted):
        alerts.follow(alerts.prepared(_config({"mail": channel})))
        eventually(lambda: channel.events == [("firing", "error")])
        assert noted[0].status is Status.ERROR
        eventually(lambda: told_figures(alerts)[SENT] == 1)
    assert "alerts go to mail, looked for every 1 s" in caplog.messages


def test_what_was_told_is_known_after_a_reload() -> None:
    """Though no file keeps it, and the figures go on."""
    before, after, added = Recording(), Recording(), Recording()
    with _alerts(Sample("queue", answer=lambda: FAILED)) as (alerts, _):
        alerts.follow(alerts.prepared(_config({"mail": before})))
        eventually(lambda: before.events == [("firing", "error")])
        alerts.follow(alerts.prepared(_config({"mail": after, "added": added})))
        eventually(lambda: added.events == [("firing", "error")])
        assert after.events == []
        assert told_figures(alerts)[SENT] == 1


def test_messages_under_way_survive_a_reload() -> None:
    """They are delivered, and the one that follows does not tell the same beside them."""
    hanging, after = Hanging(), Recording()
    with _alerts(Sample("queue", answer=lambda: FAILED)) as (alerts, noted):
        alerts.follow(alerts.prepared(_config({"mail": hanging})))
        assert hanging.entered.wait(20)
        alerts.follow(alerts.prepared(_config({"mail": after})))
        seen = len(noted)
        eventually(lambda: len(noted) > seen + 1)
        assert after.events == []
        hanging.let_go.set()


def test_it_can_be_switched_off(caplog: pytest.LogCaptureFixture) -> None:
    """Nothing is looked at any more."""
    caplog.set_level(logging.INFO)
    with _alerts(Sample("queue")) as (alerts, noted):
        alerts.follow(alerts.prepared(_config({"mail": Recording()})))
        eventually(lambda: bool(noted))
        alerts.follow(alerts.prepared(_config({})))
        eventually(lambda: "alerting" not in {t.name for t in threading.enumerate()})
        assert told_figures(alerts) == {}
    assert "alerts are sent no more" in caplog.messages


def test_what_hangs_at_the_end_is_told(caplog: pytest.LogCaptureFixture) -> None:
    """The end does not wait for it longer than it may."""
    hanging = Hanging()
    with _alerts(Sample("queue", answer=lambda: FAILED)) as (alerts, _):
        alerts.follow(alerts.prepared(_config({"mail": hanging})))
        assert hanging.entered.wait(20)
        alerts.finish()
        alerts.close(0.01)
        hanging.let_go.set()
    assert "alerting: the end came before 1 of its messages arrived" in caplog.messages


def test_a_state_that_cannot_be_used_is_found_before_it_is_in_force(tmp_path: Path) -> None:
    """So that what was in force stays so."""
    (tmp_path / "state").write_text("something else", encoding="utf-8")
    with _alerts() as (alerts, _):
        config = _config({"mail": Recording()}, state_file=str(tmp_path / "state"))
        with pytest.raises(StateError, match="holds something else"):
            alerts.prepared(config)
