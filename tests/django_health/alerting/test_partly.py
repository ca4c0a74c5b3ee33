"""What is logged where some receivers of a channel fail."""

from __future__ import annotations

import logging

import pytest

from django_health.alerting.partly import Partly


def test_a_change_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    """Some begin to fail, go on failing, and all work again."""
    caplog.set_level(logging.INFO)
    partly = Partly("recipients")
    for failed in (0, 1, 2, 1, 0, 0):
        partly.note("mail", failed, 3, "the connection was refused")
    ill, well = (record.getMessage() for record in caplog.records)
    assert ill == (
        "alerting: channel mail: 1 of 3 recipients do not take alerts, the others do: "
        "the connection was refused"
    )
    assert well == "alerting: channel mail: all recipients take alerts again"
