"""Whatever a document holds, its message is bounded, and breaks out of nothing."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from django_health.alerting.alertmanager_alerts import alerts_of
from django_health.alerting.mail import mail_of
from django_health.alerting.message import SUBJECT, TEXT, message_of
from django_health.alerting.news import news_of

WORDS = ("error", "warning", "ok", "resolved", "firing", "2026-03-01T10:00:00Z")
TIMES = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-03-01")
OF_ALERTS = ("check", "target", "part", "event", "status", "previous_status", "critical")
OF_BOTH = ("reason", "message", "since", "started", "fingerprint", "instance", "version")
OF_DOCUMENTS = ("alerts", "checks", "source", "timestamp", "targets", "servers", "parts", "server")

NAMES = st.sampled_from(OF_ALERTS + OF_BOTH + OF_DOCUMENTS) | st.text(max_size=5)
LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(max_size=3)
) | st.sampled_from(WORDS + TIMES)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=8),
    max_leaves=30,
)
ALERTS = st.lists(st.dictionaries(NAMES, LEAVES, max_size=10), max_size=6)
DOCUMENTS = st.dictionaries(NAMES, VALUES, max_size=8) | st.fixed_dictionaries(
    {"alerts": ALERTS, "checks": VALUES, "timestamp": LEAVES, "source": VALUES}
)


@given(DOCUMENTS)
def test_any_document_makes_a_message(document: dict[str, Any]) -> None:
    """One line of subject, a text that fits, a mail in ASCII, alerts that end after they begin."""
    news = news_of(document)
    message = message_of(news)
    assert message.subject.isprintable()
    assert len(message.subject) <= SUBJECT
    assert len(message.text.encode("utf-16-le")) // 2 <= TEXT
    assert all(line.isprintable() for line in message.text.split("\n"))
    assert mail_of(news, "a@x.example", ("b@x.example",)).as_bytes().isascii()
    for alert in alerts_of(news, {}, datetime.now(UTC)):
        assert alert.get("startsAt", alert["endsAt"]) <= alert["endsAt"]
        json.dumps(alert)
