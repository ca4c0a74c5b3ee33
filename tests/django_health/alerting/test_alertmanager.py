"""A real Alertmanager, and stand-ins for members of a cluster that fail."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from alert_receivers import alert, assert_hidden, health_data, receiver, undelivered
from django_health.alerting.alertmanager import LIVES, AlertmanagerAlertChannel
from django_health.result import Reason
from endpoint_listeners import CANARY, MARGIN
from live_servers import SilentListener, free_port
from live_servers.alertmanager import Alertmanager

CONFIGURATION = {"route": {"receiver": "nobody"}, "receivers": [{"name": "nobody"}]}


@pytest.fixture(scope="module")
def alertmanager(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alertmanager]:
    """One that tells nobody."""
    with Alertmanager(CONFIGURATION, tmp_path_factory.mktemp("templates")) as server:
        yield server


def ago(**time: float) -> str:
    """A moment as alerts have it."""
    return (datetime.now(UTC) - timedelta(**time)).strftime("%Y-%m-%dT%H:%M:%SZ")


def active(server: Alertmanager, check: str) -> list[dict[str, Any]]:
    """What the server says is going on with a check."""
    return [one for one in server.alerts() if one["labels"]["check"] == check]


def address(server: Alertmanager) -> str:
    """Where it is."""
    return f"http://{server.host}:{server.port}"


def test_an_alert_fires_becomes_worse_and_ends(alertmanager: Alertmanager) -> None:
    """The server has one alert at each moment, and none at the end."""
    channel = AlertmanagerAlertChannel(address(alertmanager), labels={"job": "shop"})
    begun = ago(minutes=5)

    channel.send_alert(health_data(alert("one/a", status="warning", started=begun, since=begun)))
    (warning,) = alertmanager.wait_for(lambda _: len(active(alertmanager, "one")) == 1)
    assert warning["labels"]["severity"] == "warning"
    assert (warning["labels"]["job"], warning["labels"]["target"]) == ("shop", "a")
    assert warning["startsAt"].startswith(begun[:19])

    channel.send_alert(
        health_data(alert("one/a", previous_status="warning", started=begun, since=ago(seconds=1)))
    )
    assert [one["labels"]["severity"] for one in active(alertmanager, "one")] == ["critical"]

    channel.send_alert(health_data(alert("one/a", "repeat", started=begun, since=begun)))
    (critical,) = active(alertmanager, "one")
    assert critical["annotations"]["summary"].endswith("still: no answer within 5 s")

    channel.send_alert(health_data(alert("one/a", "resolved", started=begun, since=ago(seconds=0))))
    assert active(alertmanager, "one") == []


def test_the_end_is_that_of_each_severity(alertmanager: Alertmanager) -> None:
    """Also of the one that it did not have last, where a message between was lost."""
    channel = AlertmanagerAlertChannel(address(alertmanager))
    begun = ago(minutes=5)
    channel.send_alert(health_data(alert("five", started=begun, since=begun)))
    assert len(active(alertmanager, "five")) == 1
    over = alert("five", "resolved", previous_status="warning", started=begun, since=ago(minutes=1))
    channel.send_alert(health_data(over))
    assert active(alertmanager, "five") == []


def test_an_alert_that_is_not_sent_again_ends_by_itself(alertmanager: Alertmanager) -> None:
    """After so many intervals; one that is sent again lives on."""
    assert LIVES == 5  # as the documentation says: with fewer, a lost message ends an alert
    channel = AlertmanagerAlertChannel(address(alertmanager))
    for interval in (60.0, None, 300.0):
        channel.repeat_interval = interval
        channel.send_alert(health_data(alert("two", started=ago(hours=9), since=ago(hours=9))))
        (one,) = active(alertmanager, "two")
        left = datetime.fromisoformat(one["endsAt"]) - datetime.now(UTC)
        assert abs(left.total_seconds() - LIVES * (interval or 60.0)) < MARGIN
    channel.repeat_interval = 0.2
    channel.send_alert(health_data(alert("three", started=ago(hours=9), since=ago(hours=9))))
    alertmanager.wait_for(lambda _: not active(alertmanager, "three"))


def test_documents_of_ones_own_fire(alertmanager: Alertmanager) -> None:
    """Also without times, and with names and texts of any kind."""
    channel = AlertmanagerAlertChannel(address(alertmanager))
    checks = {"four": {"status": "unhealthy", "message": "<b>\x00\udcff🔥" * 100}}
    channel.send_alert({"status": "unhealthy", "checks": checks})
    assert len(active(alertmanager, "four")) == 1
    channel.send_alert({"status": "healthy"})  # nothing is wrong, and the server is there


def test_all_members_are_told() -> None:
    """As Prometheus does, for they do not tell each other; paths of a proxy are kept."""
    with receiver() as first, receiver() as second:
        urls = f"{first.url}/am/", f"{second.url}/api/v2/alerts"
        AlertmanagerAlertChannel(*urls).send_alert(health_data(alert()))
    assert (first.post.path, second.post.path) == ("/am/api/v2/alerts", "/api/v2/alerts")
    assert first.post.body == second.post.body


def test_one_that_hangs_takes_its_share_alone(caplog: pytest.LogCaptureFixture) -> None:
    """The others are told; that one does not take part is logged once."""
    with SilentListener() as silent, receiver() as there:
        urls = f"http://127.0.0.1:{silent.port}/{CANARY}", there.url
        channel = AlertmanagerAlertChannel(*urls, timeout=1.0)
        begun = time.monotonic()
        for _ in range(2):
            channel.send_alert(health_data(alert()))
        assert time.monotonic() - begun < MARGIN
    assert len(there.posts) == 2
    (line,) = [record.getMessage() for record in caplog.records]
    assert "channel alertmanager: 1 of 2 Alertmanagers do not take alerts" in line
    assert CANARY not in line


def test_where_nobody_takes_it_that_is_told() -> None:
    """The reason of the last one, without its address."""
    with receiver((503, {"Retry-After": "4"}, b"")) as there:
        urls = f"http://127.0.0.1:{free_port()}/{CANARY}", f"{there.url}/{CANARY}"
        error = undelivered(AlertmanagerAlertChannel(*urls))
    assert (error.reason, error.retry_after) == (Reason.UNAVAILABLE, 4.0)


@pytest.mark.parametrize(
    ("login", "header"),
    [
        ({"user": "u", "password": CANARY}, "Basic dTpLYW5hcmllbnZvZ2VsLTcyOTE="),
        ({"token": CANARY}, f"Bearer {CANARY}"),
    ],
)
def test_it_logs_in(login: dict[str, Any], header: str) -> None:
    """With a user and a password, or with a token, and shows neither."""
    with receiver() as there:
        channel = AlertmanagerAlertChannel(there.url, **login)
        channel.send_alert(health_data(alert()))
    assert there.post.headers["Authorization"] == header
    assert_hidden(channel)
    with receiver((401, {}, b"")) as there:
        assert undelivered(AlertmanagerAlertChannel(there.url, **login)).reason is Reason.AUTH


@pytest.mark.parametrize(
    "arguments",
    [
        {"urls": []},
        {"urls": [CANARY]},
        {"urls": [f"http://[{CANARY}"]},
        {"urls": ["http://a"], "labels": {"a-b": CANARY}},
        {"urls": ["http://a"], "user": CANARY},
        {"urls": ["http://a"], "user": "u", "password": "p", "token": CANARY},
        {"urls": ["http://a"], "token": f"{CANARY}\n"},
    ],
)
def test_mistakes_are_told_at_once(arguments: dict[str, Any]) -> None:
    """In a line that repeats nothing."""
    urls = arguments.pop("urls")
    with pytest.raises(ValueError, match=r".+") as caught:
        AlertmanagerAlertChannel(*urls, **arguments)
    assert CANARY not in str(caught.value)


def test_it_wants_to_be_told_each_minute() -> None:
    """Whatever the others want."""
    channel = AlertmanagerAlertChannel("http://localhost")
    assert (channel.repeat_interval, channel.send_resolved) == (60.0, True)
