"""Apprise, with its plugin for JSON as the service."""

from __future__ import annotations

import logging
import subprocess
import sys
import time
from typing import Any

import pytest

from alert_receivers import Receiver, alert, assert_hidden, health_data, receiver, undelivered
from django_health.alerting.apprise import AppriseAlertChannel
from django_health.result import Reason
from endpoint_listeners import CANARY, MARGIN
from live_servers import SilentListener, free_port

HURRY = "?cto=0.5&rto=0.5"


def url_of(there: Receiver) -> str:
    """A URL of Apprise, with a password."""
    return f"json://me:{CANARY}@127.0.0.1:{there.port}/{CANARY}"


@pytest.mark.parametrize(
    ("alerts", "kind"),
    [
        ([alert()], "failure"),
        ([alert(critical=False)], "warning"),
        ([alert(event="resolved")], "success"),
        ([], "info"),
    ],
)
def test_a_message_arrives(
    alerts: list[dict[str, Any]], kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    """With the kind by which services choose a colour; nothing is logged."""
    caplog.set_level(1)
    with receiver() as there:
        channel = AppriseAlertChannel(url_of(there))
        channel.send_alert(health_data(*alerts))
    document = there.post.document
    assert document["type"] == kind
    assert document["title"].startswith("[")
    assert "All in all" in document["message"]
    assert caplog.records == []
    assert_hidden(channel)


def test_texts_arrive_as_they_are() -> None:
    """Neither templates nor escapes nor tags of a hostile text mean anything."""
    hostile = "{{ app_id }} \\n <b>&amp; *x*"
    with receiver() as there:
        AppriseAlertChannel(url_of(there)).send_alert(health_data(alert(message=hostile)))
    assert hostile in there.post.document["message"]


def test_a_refusal_is_told_and_nothing_else(caplog: pytest.LogCaptureFixture) -> None:
    """Apprise would log the URL, also at the level of debugging."""
    caplog.set_level(1)
    with receiver((500, {}, CANARY.encode())) as there:
        error = undelivered(AppriseAlertChannel(url_of(there)))
    assert (error.reason, error.retry) == (Reason.UNAVAILABLE, True)
    refused = f"json://me:{CANARY}@127.0.0.1:{free_port()}/{CANARY}"
    assert undelivered(AppriseAlertChannel(refused)).reason is Reason.UNAVAILABLE
    assert caplog.records == []


def test_one_that_takes_it_is_enough(caplog: pytest.LogCaptureFixture) -> None:
    """That another does not is logged once."""
    caplog.set_level(logging.INFO)
    with receiver() as there, receiver((500, {}, b"")) as ill:
        channel = AppriseAlertChannel(url_of(ill), url_of(there))
        channel.send_alert(health_data(alert()))
        channel.send_alert(health_data(alert()))
    assert (len(there.posts), len(ill.posts)) == (2, 2)
    (line,) = [record.getMessage() for record in caplog.records]
    assert "1 of 2 services do not take alerts" in line
    assert CANARY not in line


def test_what_hangs_ends_with_the_limits_of_its_url() -> None:
    """And no further service is asked after the timeout."""
    with SilentListener() as silent, receiver() as there:
        hanging = f"json://127.0.0.1:{silent.port}/{CANARY}{HURRY}"
        begun = time.monotonic()
        undelivered(AppriseAlertChannel(hanging, hanging, url_of(there), timeout=0.3))
        assert time.monotonic() - begun < MARGIN
    assert there.posts == []


def test_silent_services_leave_the_later_ones_their_time() -> None:
    """Each has its share of the timeout."""
    with SilentListener() as silent, receiver() as there:
        hanging = [f"json://127.0.0.1:{silent.port}/{number}" for number in range(3)]
        AppriseAlertChannel(*hanging, url_of(there), timeout=9).send_alert(health_data(alert()))
    assert len(there.posts) == 1


def test_the_next_attempt_begins_where_the_time_was_over() -> None:
    """So that no service is never asked."""
    with SilentListener() as silent, receiver() as there:
        hanging = f"json://127.0.0.1:{silent.port}/{CANARY}{HURRY}"
        channel = AppriseAlertChannel(hanging, url_of(there), timeout=0.3)
        undelivered(channel)
        assert there.posts == []
        channel.send_alert(health_data(alert()))
    assert len(there.posts) == 1


@pytest.mark.parametrize("url", ["", CANARY, f"nosuch://{CANARY}", f"tgram://{CANARY}", "json://"])
def test_a_url_that_apprise_does_not_know(url: str, caplog: pytest.LogCaptureFixture) -> None:
    """It is told by its number alone, when the channel is made, and nothing is logged."""
    caplog.set_level(1)
    with pytest.raises(ValueError, match="urls: number 2 is no URL that Apprise knows") as caught:
        AppriseAlertChannel("json://localhost", url)
    assert CANARY not in str(caught.value)
    assert caplog.records == []
    with pytest.raises(ValueError, match="at least one"):
        AppriseAlertChannel()


def test_an_error_of_a_plugin_is_told_without_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may hold the URL."""
    import apprise

    def fail(*_: object, **__: object) -> bool:
        raise RuntimeError(CANARY)

    channel = AppriseAlertChannel("json://localhost")
    monkeypatch.setattr(apprise.Apprise, "notify", fail)
    error = undelivered(channel)
    assert error.reason is Reason.INTERNAL
    assert str(error).startswith("RuntimeError at ")


def test_apprise_is_imported_by_who_uses_it() -> None:
    """The module alone does not; without the package, a channel is an ``ImportError``."""
    code = (
        "import sys; sys.modules['apprise'] = None\n"
        "from django_health.alerting.apprise import AppriseAlertChannel\n"
        "try: AppriseAlertChannel('json://localhost')\n"
        "except ImportError as error: print(error.name)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert run.stdout == "apprise\n"
