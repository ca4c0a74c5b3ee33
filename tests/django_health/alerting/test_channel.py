"""The contract of channels."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from django_health.alerting.channel import AlertChannel, AlertError
from django_health.result import Reason


class Mine(AlertChannel):
    """A channel of somebody's own."""

    def send_alert(self, health_data: Mapping[str, object]) -> None:
        """Do nothing."""


def test_a_channel_needs_send_alert_alone() -> None:
    """All else has a default."""
    channel = Mine()
    assert (channel.name, channel.timeout) == ("", 10.0)
    assert (channel.repeat_interval, channel.send_resolved) == (None, None)
    with pytest.raises(TypeError):
        AlertChannel()  # type: ignore[abstract]


def test_errors_have_the_sentence_of_their_reason() -> None:
    """Where they have none of their own."""
    assert str(AlertError(Reason.DNS)) == "the host name does not resolve"
    error = AlertError(Reason.AUTH, "no such bot", retry=False, retry_after=3.5)
    assert (str(error), error.reason, error.retry) == ("no such bot", Reason.AUTH, False)
    assert error.retry_after == 3.5
