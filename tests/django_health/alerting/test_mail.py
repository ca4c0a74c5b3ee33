"""The mail that a message becomes."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from alert_receivers import alert, health_data
from django_health.alerting.mail import mail_of
from django_health.alerting.news import news_of


def received(data: dict[str, Any]) -> EmailMessage:
    """What a program reads of it."""
    mail = mail_of(news_of(data), "from@shop.example", ("a@x.example", "b@x.example"))
    content = mail.as_bytes()
    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert b"\n" not in content.replace(b"\r\n", b"")
    return message_from_bytes(content, _class=EmailMessage, policy=policy.default)


def test_it_has_a_text_and_a_page() -> None:
    """And the headers that mail of a program has."""
    mail = received(health_data(alert()))
    assert mail["Subject"] == "[ERROR] web-1: database/default: no answer within 5 s"
    assert mail["From"] == "Django health <from@shop.example>"
    assert mail["To"] == "a@x.example, b@x.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].endswith("@shop.example>")
    assert mail["Date"]
    text, page = (mail.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert page is not None
    assert "ERROR database/default" in text.get_content()
    assert "Sent by django-health-exporter 1.2.3 on web-1" in text.get_content()
    assert "<strong>database/default</strong>" in page.get_content()


def test_mails_of_one_trouble_are_one_conversation() -> None:
    """Its first message and its last refer to the same; several troubles are none."""
    first, last = (received(health_data(alert(event=one))) for one in ("firing", "resolved"))
    assert first["References"] == last["References"]
    assert first["Message-ID"] != last["Message-ID"]
    both = health_data(alert(), alert("a", fingerprint="fedcba9876543210"))
    assert received(both)["References"] is None
    assert received(health_data(alert(fingerprint="x>\r\nBcc: y")))["References"] is None


@pytest.mark.parametrize("text", ["\r\nBcc: you@x.example\r\n\r\n", "\n.\n", "ä🔥" * 300, "\udcff"])
def test_no_text_becomes_a_header(text: str) -> None:
    """Whatever a project's own check says."""
    data = health_data(alert(f"check{text}", message=text))
    data["source"] = {"instance": f"web{text}", "version": text}
    mail = received(data)
    assert mail["Bcc"] is None
    assert len(mail.get_all("To", [])) == 1
    assert mail.defects == []
