"""When alerts are sent: what may be set, and what is refused."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from django_health.settings import settings_from
from django_health.settings.alerting import AlertingSettings
from django_health.settings.validation import InvalidDocument, convert

WEBHOOK = {"type": "webhook", "url": "https://ops.example/hook?token=hunter2"}


def _settings(**section: Any) -> AlertingSettings:
    return convert(section, AlertingSettings, "alerting")


def test_defaults() -> None:
    """Nothing is sent anywhere; what is sent is settled, and repeated after hours."""
    settings = AlertingSettings()
    assert (settings.enabled, settings.channels) == (None, {})
    assert (settings.interval, settings.fire_after, settings.resolve_after) == (60, 60, 120)
    assert (settings.min_status, settings.repeat_interval) == ("error", 14400)
    assert settings.send_resolved


def test_in_capitals() -> None:
    """As everything in Django's settings; names and headers stay as they are."""
    channel = {"TYPE": "webhook", "URL": "http://a/", "HEADERS": {"X-Key": "K"}}
    document = {"ALERTING": {"MIN_STATUS": "warning", "CHANNELS": {"Ops": channel}}}
    alerting = settings_from(document, "HEALTH_CHECK").alerting
    assert alerting.min_status == "warning"
    assert alerting.channels["Ops"].headers == {"X-Key": "K"}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("section", "complaint"),
    [
        ({"interval": 0.5}, "alerting: interval: Expected `float` >= 1.0"),
        ({"min_status": "eror"}, "Invalid enum value 'eror', did you mean 'error'?"),
        ({"repeat_interval": 5}, "repeat_interval: Expected `float` >= 60.0"),
        ({"state_file": "/a", "cache": "default"}, "are both given: leave one away"),
        ({"instance": "a\nb"}, "instance: at most 200 printable"),
        ({"channels": {"a b": WEBHOOK}}, "channels: a name is letters"),
        ({"chanels": {}}, "unknown key 'chanels', did you mean 'channels'?"),
    ],
)
def test_what_cannot_be(section: dict[str, Any], complaint: str) -> None:
    """The line says where, and what to do."""
    with pytest.raises(InvalidDocument) as caught:
        _settings(**section)
    assert complaint in str(caught.value)


def test_nothing_of_a_channel_is_shown() -> None:
    """However the settings are printed or copied."""
    settings = _settings(channels={"ops": WEBHOOK})
    assert "hunter2" not in f"{settings} {settings!r}"
    with pytest.raises(TypeError) as caught:
        pickle.dumps(settings)
    assert "hunter2" not in str(caught.value)
