"""Whether the daemon sends alerts, and the channels that it sends them by."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from django_health.errors import HealthCheckError
from django_health.settings.alerting import AlertingSettings
from django_health.settings.validation import convert
from django_health_exporter.configuration.alerting import alert_channels
from django_health_exporter.configuration.config import Config, Flags, load
from fresh_imports import imported_by
from told_alerts import Recording

CHANNEL = {"type": "custom", "class": "told_alerts.Recording"}


def _load(folder: Path, **section: Any) -> Config:
    file = folder / "health.yaml"
    document = {"tcp": {"gate": {"host": "127.0.0.1", "port": 1}}, "alerting": section}
    file.write_text(yaml.safe_dump(document), encoding="utf-8")
    return load(Flags(file, collectors={"system": False}), {})


def test_channels_of_the_file(tmp_path: Path) -> None:
    """Having some is wanting alerts, unless it is said otherwise."""
    config = _load(tmp_path, channels={"ops": CHANNEL})
    assert isinstance(config.channels["ops"], Recording)
    assert config.origins["alerting.channels"] == "file"
    assert _load(tmp_path, channels={"ops": CHANNEL}, enabled=False).channels == {}
    assert _load(tmp_path).channels == {}


def test_nothing_is_sent_to_nobody(tmp_path: Path) -> None:
    """The line says so."""
    with pytest.raises(HealthCheckError, match="alerting is enabled and has no channels: name one"):
        _load(tmp_path, enabled=True)


def test_a_channel_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    """It is found before anything starts."""
    broken = {"type": "custom", "class": "told_alerts.Recordin"}
    with pytest.raises(HealthCheckError, match=r"health\.yaml: alerting\.channels\.ops\.class"):
        _load(tmp_path, channels={"ops": broken})


def test_a_state_file_needs_its_folder(tmp_path: Path) -> None:
    """Nothing is made or written while the configuration is read."""
    channels = {"ops": CHANNEL}
    with pytest.raises(HealthCheckError, match=r"state_file: the folder of '/no/such/a' is not"):
        _load(tmp_path, channels=channels, state_file="/no/such/a")
    _load(tmp_path, channels=channels, state_file=str(tmp_path / "state"))
    assert sorted(file.name for file in tmp_path.iterdir()) == ["health.yaml"]


def test_what_cannot_remember_is_an_error(tmp_path: Path) -> None:
    """It is found before anything starts, as `serve` would refuse it."""
    channels = {"ops": CHANNEL}
    foreign = tmp_path / "package.json"
    foreign.write_text('{"a": 1}', encoding="utf-8")
    with pytest.raises(HealthCheckError, match=r"health\.yaml: alerting\.state_file .* something"):
        _load(tmp_path, channels=channels, state_file=str(foreign))
    with pytest.raises(HealthCheckError, match=r"alerting\.state_file .*: Is a directory"):
        _load(tmp_path, channels=channels, state_file=str(tmp_path))
    assert sorted(file.name for file in tmp_path.iterdir()) == ["health.yaml", "package.json"]


def test_a_cache_needs_django() -> None:
    """The line says what to do instead."""
    program = """
from django_health.errors import HealthCheckError
from django_health.settings.alerting import AlertingSettings
from django_health.settings.validation import convert
from django_health_exporter.configuration.alerting import alert_channels
section = {"channels": {"ops": {"type": "webhook", "url": "http://a"}}, "cache": "default"}
settings = convert(section, AlertingSettings, "alerting")
try:
    alert_channels(settings, settings, "health.yaml")
except HealthCheckError as error:
    assert str(error).startswith("health.yaml: alerting.cache: the caches of Django"), error
else:
    raise AssertionError
"""
    imported_by(program)


def test_channels_of_the_project_are_its_commands() -> None:
    """The daemon would tell all of it once more; whoever says so has that."""
    nowhere = AlertingSettings()
    in_django = convert({"channels": {"ops": CHANNEL}}, AlertingSettings, "HEALTH_CHECK")
    assert alert_channels(in_django, nowhere, "HEALTH_CHECK") == {}
    wanted = msgspec.structs.replace(in_django, enabled=True)
    assert list(alert_channels(wanted, nowhere, "HEALTH_CHECK")) == ["ops"]


def test_who_wants_none_pays_nothing() -> None:
    """No module of it is imported."""
    program = """
import sys
sys.path.insert(0, sys.path[0].replace("collectors", "exporter"))
import django_health_exporter.daemon
assert not [name for name in sys.modules if name.startswith("django_health.alerting")]
"""
    imported_by(program)
