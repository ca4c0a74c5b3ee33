"""What each channel is sent by a real Alertmanager with the shipped configuration and templates."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import partial
from typing import Any
from urllib.parse import quote

import pytest

from alert_channels import eventually
from amtools import Amtool, alertmanager_beside, amtools
from live_servers.alertmanager import Alertmanager
from shipped_alertmanager import SECRET, TEMPLATES, Stage, hurry

NEIGHBOUR = "canary-77c2e9"
"""Stands beside what is told: in a label of somebody else, and in addresses."""

RUNBOOK = "https://wiki.example/runbooks/DjangoHealthDatabaseDown.md"
DASHBOARD = "https://grafana.example/d/dhe-databases?var-job=shop&var-alias=default"
WHY = 'No good answer for two minutes & "refused" <nobody listens>.'


def _down(database: str, **annotations: str) -> dict[str, Any]:
    return {
        "labels": {
            "alertname": "DjangoHealthDatabaseDown",
            "severity": "critical",
            "component": "database",
            "job": "shop",
            "instance": "app-1:10170",
            "database": database,
            "owner": NEIGHBOUR,
        },
        "annotations": {
            "summary": f"The database {database} of shop does not work",
            "description": WHY,
            "runbook_url": RUNBOOK,
            **annotations,
        },
    }


DEFAULT = _down("default", dashboard_url=DASHBOARD.replace("://", f"://viewer:{NEIGHBOUR}@"))
REPORTING = _down("reporting", dashboard_url="/d/dhe-databases")


@dataclass
class Sent:
    """What the channels got since a moment, each in the order in which it came."""

    since: str
    mails: list[EmailMessage]
    slack: list[dict[str, Any]]
    telegram: list[dict[str, Any]]
    webhook: list[dict[str, Any]]
    raw: str


@pytest.fixture(params=amtools(), ids=str)
def sent(request: pytest.FixtureRequest, stand_ins: Stage) -> Sent:
    """Two databases fail, one works again, then the other."""
    amtool: Amtool = request.param
    office, mailbox = stand_ins.office, stand_ins.mailbox
    configuration = stand_ins.configuration(amtool.version)
    hurry(configuration["route"])
    address = f"https://ops:{NEIGHBOUR}@alerts.example"
    program = alertmanager_beside(amtool)
    with Alertmanager(configuration, TEMPLATES, program=program, external_url=address) as server:
        since = datetime.now(UTC)  # an alert that is older than its group waits for no other
        starts = {"startsAt": since.isoformat()}
        over = starts | {"endsAt": (since + timedelta(milliseconds=1)).isoformat()}

        def fewest() -> int:
            chats = [len(office.to(path)) for path in ("/slack", "/bot", "/oncall")]
            return min([*chats, len(mailbox.mails)])

        story = [(DEFAULT | starts, REPORTING | starts), (DEFAULT | over,), (REPORTING | over,)]
        for number, alerts in enumerate(story, start=1):
            server.post(*alerts)
            eventually(partial(_has_reached, fewest, number))
    texts = [mail.as_string() for mail in mailbox.mails]
    texts += [f"{post.path}\n{post.body!r}" for post in office.posts]
    return Sent(
        f"{since:%Y-%m-%d %H:%M} UTC",
        mailbox.mails,
        [post.document["attachments"][0] for post in office.to("/slack")],
        [post.document for post in office.to("/bot")],
        [post.document for post in office.to("/oncall")],
        "\n".join(texts).replace(f"/slack/{SECRET}\n", "").replace(f"/bot{SECRET}/", ""),
    )


def _has_reached(count: Callable[[], int], number: int) -> bool:
    return count() >= number


def test_all_channels(sent: Sent) -> None:
    """Each tells its part of the same story, and no secret.

    In one test, since an Alertmanager takes seconds to have sent it all.
    """
    _assert_mails(sent.mails, sent.since)
    _assert_slack(sent.slack, sent.since)
    _assert_telegram(sent.telegram)
    _assert_webhook(sent.webhook)
    assert SECRET not in sent.raw
    told = [part for mail in sent.mails for part in _parts(mail)]
    told += [str(document) for document in sent.slack + sent.telegram]
    assert [text for text in told if NEIGHBOUR in text] == []


def _parts(mail: EmailMessage) -> tuple[str, str, str]:
    """Subject, text and HTML of a mail."""
    text, html = mail.get_body(["plain"]), mail.get_body(["html"])
    assert text is not None
    assert html is not None
    return mail["Subject"], text.get_content(), html.get_content()


def _assert_mails(mails: list[EmailMessage], since: str) -> None:
    (subject, text, html), (mixed, *_), (last, end, _) = [_parts(mail) for mail in mails]
    assert subject == "[CRITICAL] DjangoHealthDatabaseDown (shop): 2 firing, 0 resolved"
    assert mixed == "[CRITICAL] DjangoHealthDatabaseDown (shop): 1 firing, 1 resolved"
    assert last == "[RESOLVED] The database reporting of shop does not work (shop)"
    assert _silence(database="reporting") in end
    assert re.search(rf"since  {since} until \d{{4}}-\d\d-\d\d \d\d:\d\d UTC", end)
    for part in (text, html):
        assert "The database default of shop does not work" in part
        assert "job=shop component=database database=reporting instance=app-1:10170" in part
        assert since in part
        assert _silence() in part.replace("&amp;", "&")
    assert f"why    {WHY}" in text
    assert "&lt;nobody listens&gt;" in html
    assert text.count(RUNBOOK) == 2
    assert text.count("dashboard  ") == text.count(DASHBOARD) == 1
    links = re.findall(r'href="([^"]+)"', html)
    assert links.count(RUNBOOK) == 2
    assert links.count(DASHBOARD.replace("&", "&amp;")) == 1
    assert all(link.startswith("https://") for link in links)


def _silence(**more: str) -> str:
    """Return the link that silences what alerts have in common, without what is not to be told."""
    common = {"alertname": "DjangoHealthDatabaseDown", "component": "database", **more}
    pairs = common | {"instance": "app-1:10170", "job": "shop", "severity": "critical"}
    wanted = "%2C%20".join(f"{name}%3D%22{quote(value)}%22" for name, value in pairs.items())
    return f"https://alerts.example/#/silences/new?filter=%7B{wanted}%7D"


def _assert_slack(attachments: list[dict[str, Any]], since: str) -> None:
    first, mixed, last = attachments
    assert first["title"] == "[CRITICAL] DjangoHealthDatabaseDown (shop): 2 firing, 0 resolved"
    assert first["title_link"] == "https://alerts.example"
    assert (first["color"], last["color"]) == ("#b3261e", "#1b7f4b")
    assert "database=default instance=app-1:10170" in first["text"]
    assert f"since {since}" in first["text"]
    assert '&amp; "refused" &lt;nobody listens&gt;.' in first["text"]
    assert first["text"].count(f"<{RUNBOOK}|Runbook>") == 2
    assert re.findall(r"<([^<|]+)\|Dashboard>", first["text"]) == [DASHBOARD.replace("&", "&amp;")]
    assert f"<{_silence()}|Silence>" in first["text"]
    assert f"<{_silence(database='reporting')}|Silence>" in last["text"]
    assert mixed["text"].count(":red_circle:") == mixed["text"].count(":white_check_mark:") == 1
    assert last["title"] == "[RESOLVED] The database reporting of shop does not work (shop)"


def _assert_telegram(messages: list[dict[str, Any]]) -> None:
    first, mixed, last = [message["text"] for message in messages]
    assert {message["parse_mode"] for message in messages} == {"HTML"}
    assert first.startswith(
        "<b>[CRITICAL] DjangoHealthDatabaseDown (shop): 2 firing, 0 resolved</b>"
    )
    assert first.count(f'<a href="{RUNBOOK}">Runbook</a>') == 2
    assert first.count(">Dashboard</a>") == 1
    assert "‹nobody listens›" in first
    assert "<code>job=shop component=database database=default" in first
    assert "1 firing, 1 resolved" in mixed
    assert last.startswith("<b>[RESOLVED] The database reporting of shop")
    assert set(re.findall(r"</?([a-z]+)", first)) == {"b", "code", "a"}


def _assert_webhook(documents: list[dict[str, Any]]) -> None:
    first, _, last = documents
    assert (first["receiver"], first["status"], last["status"]) == ("pager", "firing", "resolved")
    found = {alert["labels"]["database"]: alert for alert in first["alerts"]}
    assert found.keys() == {"default", "reporting"}
    assert found["default"]["annotations"] == DEFAULT["annotations"]
