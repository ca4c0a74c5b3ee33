"""From settings to channels."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from django_health.alerting import (
    AlertmanagerAlertChannel,
    AppriseAlertChannel,
    EmailAlertChannel,
    TelegramAlertChannel,
    WebhookAlertChannel,
)
from django_health.alerting.table import BUILDERS, channels_of
from django_health.errors import HealthCheckError
from django_health.settings.alerting import AlertingSettings
from django_health.settings.channels import Channel
from django_health.settings.validation import convert
from own_channels import SECRET, Own

KINDS: Mapping[type, dict[str, Any]] = {
    EmailAlertChannel: {"type": "email", "to": "a@b.example", "host": "mail.example"},
    WebhookAlertChannel: {"type": "webhook", "url": "http://127.0.0.1:1/", "secret": SECRET},
    TelegramAlertChannel: {"type": "telegram", "token": f"1:{SECRET}", "chat": 5},
    AlertmanagerAlertChannel: {"type": "alertmanager", "urls": ["http://127.0.0.1:9093"]},
    AppriseAlertChannel: {"type": "apprise", "urls": ["json://127.0.0.1:1/"]},
}


def _channels(interval: float = 60, **channels: dict[str, Any]) -> dict[str, Any]:
    section = {"interval": interval, "channels": channels}
    return channels_of(convert(section, AlertingSettings, "file"), "file: alerting")


def _own(name: str = "Own", **more: Any) -> dict[str, Any]:
    return {"type": "custom", "class": f"own_channels.{name}", **more}


def test_there_is_a_builder_for_each_kind() -> None:
    """Whoever adds one finds out here."""
    assert set(BUILDERS) == set(Channel.__subclasses__())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.__name__))
def test_built_in_kinds(kind: type) -> None:
    """Each is made of its settings, under its name, and with its own timeout if it has one."""
    channel: Any = _channels(ops=KINDS[kind])["ops"]
    assert {type(channel)} == {kind}
    assert (channel.name, channel.timeout) == ("ops", 10.0)
    channel = _channels(ops={**KINDS[kind], "timeout": 3, "send_resolved": False})["ops"]
    assert (channel.timeout, channel.send_resolved) == (3, False)


def test_intervals() -> None:
    """What is set counts; a channel that wants more than there are looks is told at each."""
    manager = KINDS[AlertmanagerAlertChannel]
    own = AlertmanagerAlertChannel.repeat_interval
    assert own is not None
    assert _channels(10, ops=manager)["ops"].repeat_interval == own
    assert _channels(600, ops=manager)["ops"].repeat_interval == 600
    assert _channels(600, ops={**manager, "repeat_interval": 90})["ops"].repeat_interval == 90
    assert _channels(600, ops=KINDS[WebhookAlertChannel])["ops"].repeat_interval is None


def test_secrets_in_files(tmp_path: Path) -> None:
    """They are read when the channel is made; a missing one is an error without its path."""
    file = tmp_path / SECRET
    file.write_text("http://127.0.0.1:1/\n", encoding="utf-8")
    (channel,) = _channels(ops={"type": "webhook", "url_file": str(file)}).values()
    assert isinstance(channel, WebhookAlertChannel)
    apprise = {"type": "apprise", "urls_file": str(file)}
    file.write_text("\njson://127.0.0.1:1/\n\njson://127.0.0.1:2/\n", encoding="utf-8")
    assert isinstance(_channels(ops=apprise)["ops"], AppriseAlertChannel)
    file.write_text("\n", encoding="utf-8")
    with pytest.raises(HealthCheckError, match="urls_file names a file without a URL"):
        _channels(ops=apprise)
    with pytest.raises(HealthCheckError) as caught:
        _channels(ops={"type": "telegram", "token_file": str(tmp_path / "no" / SECRET), "chat": 1})
    assert str(caught.value).startswith("file: alerting.channels.ops.token_file names a file that")
    assert SECRET not in str(caught.value)


def test_what_a_file_holds_is_looked_at(tmp_path: Path) -> None:
    """As what stands in the settings is, and not repeated either."""
    file = tmp_path / "url"
    file.write_text(f"ftp://{SECRET}", encoding="utf-8")
    with pytest.raises(HealthCheckError, match=r"channels\.ops: url does not begin") as caught:
        _channels(ops={"type": "webhook", "url_file": str(file)})
    assert SECRET not in str(caught.value)


def test_channels_of_the_projects_own() -> None:
    """Made with their options, with their own timeout unless one is set."""
    channel = _channels(ops=_own(options={"room": "ops"}))["ops"]
    assert isinstance(channel, Own)
    assert (channel.room, channel.name) == ("ops", "ops")  # type: ignore[attr-defined]
    assert channel.timeout == 3.0
    assert _channels(ops=_own(timeout=9))["ops"].timeout == 9


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        (_own("Nobody"), r"channels\.ops\.class: .* has no 'Nobody'"),
        (_own("NO_CHANNEL"), r"channels\.ops\.class: no class with send_alert"),
        (
            _own(options={"room": SECRET}),
            r"channels\.ops: cannot be made: ValueError at own_channels",
        ),
        (_own(options={"rom": SECRET}), r"channels\.ops: cannot be made: TypeError"),
        (_own("Closed", repeat_interval=60), r"channels\.ops: cannot be made: AttributeError"),
    ],
)
def test_what_is_none(given: dict[str, Any], complaint: str) -> None:
    """The line says where, and holds no option."""
    with pytest.raises(HealthCheckError, match=complaint) as caught:
        _channels(ops=given)
    assert SECRET not in str(caught.value)


def test_a_package_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line says what to install."""
    monkeypatch.setitem(sys.modules, "apprise", None)
    monkeypatch.delitem(sys.modules, "django_health.alerting.apprise", raising=False)
    with pytest.raises(HealthCheckError, match=r"needs apprise: install django-health-exporter\["):
        _channels(ops=KINDS[AppriseAlertChannel])
