"""What ``docs/alert-channels.md`` says, held against the code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from alert_receivers import alert, health_data, receiver
from django_health.alerting.alertmanager_alerts import alerts_of
from django_health.alerting.message import subject_of
from django_health.alerting.news import news_of
from django_health.alerting.webhook import WebhookAlertChannel
from django_health.settings.validation import convert
from django_health_exporter.configuration.schema import ConfigurationFile
from page_snippets import snippets

PAGE = Path(__file__).parent.parent / "docs" / "alert-channels.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_the_function_of_the_page_verifies_what_is_sent() -> None:
    """And nothing else."""
    names: dict[str, Any] = {}
    (code,) = snippets(PAGE, "python")
    exec(code, names)  # noqa: S102 - it is what people copy
    with receiver() as there:
        WebhookAlertChannel(there.url, "secret").send_alert(health_data(alert()))
    headers, body = there.post.headers, there.post.body
    assert names["is_ours"](headers, body, b"secret")
    assert not names["is_ours"](headers, body, b"another")
    assert not names["is_ours"](headers, body + b" ", b"secret")
    assert not names["is_ours"]({}, body, b"secret")
    for name, value in (
        ("Webhook-Timestamp", "1"),
        ("Webhook-Timestamp", "x"),
        ("Webhook-Signature", "ä"),
    ):
        assert not names["is_ours"]({**headers, name: value}, body, b"secret")


@pytest.mark.parametrize("text", snippets(PAGE, "yaml"))
def test_the_configurations_can_be_used(text: str) -> None:
    """Each key is one that there is."""
    assert convert(yaml.safe_load(text), ConfigurationFile, "page").alerting.channels


def test_the_labels_of_the_page_are_those_of_an_alert() -> None:
    """All of them, and the subject that it quotes."""
    news = news_of(health_data(alert("cache/a/host:1")))
    for one in alerts_of(news, {}, news.moment or pytest.fail("no time")):
        assert all(f"`{label}`" in TEXT for label in one["labels"])
        assert all(f"`{name}`" in TEXT for name in one["annotations"])
    subject = subject_of(news_of(health_data(alert())))
    assert f"`{subject}`" in " ".join(TEXT.split())
