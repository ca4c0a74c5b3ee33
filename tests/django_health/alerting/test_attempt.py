"""One attempt to deliver: what becomes of what a channel raises."""

from __future__ import annotations

import asyncio
import ssl
from typing import Any

import pytest

from django_health.alerting.attempt import Failure, attempt
from django_health.alerting.channel import AlertError
from django_health.result import Reason
from told_alerts import Recording

SECRET = "hunter2"


def test_delivered() -> None:
    """The channel has what it was given."""
    channel = Recording()
    assert attempt(channel, {"alerts": []}) is None
    assert channel.told == [{"alerts": []}]


def test_a_channel_may_change_what_it_is_given() -> None:
    """Nobody else sees that."""

    class Changing:
        def send_alert(self, health_data: dict[str, Any]) -> None:
            health_data["alerts"].clear()
            health_data["checks"]["a"]["b"] = 1

    given = {"alerts": [1], "checks": {"a": {}}}
    assert attempt(Changing(), given) is None
    assert given == {"alerts": [1], "checks": {"a": {}}}


def test_what_a_channel_knows_is_told() -> None:
    """Reason, text, and whether it is worth another attempt."""
    error = AlertError(Reason.AUTH, "the bot is not known\nhere", retry=False, retry_after=7)
    expected = Failure(Reason.AUTH, "the bot is not known here", retry=False, retry_after=7)
    assert attempt(Recording(fails=error), {}) == expected


@pytest.mark.parametrize("after", [None, -1, "soon", float("nan")])
def test_a_wait_that_is_none(after: Any) -> None:
    """It is not waited for."""
    failure = attempt(Recording(fails=AlertError(Reason.TIMEOUT, retry_after=after)), {})
    assert failure == Failure(Reason.TIMEOUT, "no answer in time")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (TimeoutError(SECRET), Reason.TIMEOUT),
        (ConnectionRefusedError(111, SECRET), Reason.REFUSED),
        (ssl.SSLError(SECRET), Reason.TLS),
        (KeyError(SECRET), Reason.INTERNAL),
        (SystemExit(SECRET), Reason.INTERNAL),
        (KeyboardInterrupt(SECRET), Reason.INTERNAL),
        (asyncio.CancelledError(SECRET), Reason.INTERNAL),
    ],
)
def test_anything_else_is_told_by_its_type(error: BaseException, reason: Reason) -> None:
    """Its text may be a secret."""
    failure = attempt(Recording(fails=error), {})
    assert failure is not None
    assert failure.reason is reason
    assert failure.text.startswith(type(error).__name__)
    assert SECRET not in repr(failure)
    assert failure.retry
