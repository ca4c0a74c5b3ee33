"""What Apprise logs while alerts are sent, and what it logs for others."""

from __future__ import annotations

import logging
import threading
from contextvars import copy_context

import pytest

from django_health.alerting.apprise_quiet import LOGGERS, quietly


def test_what_is_said_meanwhile_is_dropped(caplog: pytest.LogCaptureFixture) -> None:
    """Before and after it is heard, and so is what other threads say."""
    caplog.set_level(logging.DEBUG)

    def say(text: str) -> None:
        for name in LOGGERS:
            logging.getLogger(name).error(text)

    say("before")
    with quietly():
        say("meanwhile")
        of_apprise = threading.Thread(target=copy_context().run, args=(say, "of Apprise"))
        of_another = threading.Thread(target=say, args=("another",))
        for thread in (of_apprise, of_another):
            thread.start()
            thread.join()
        with quietly():
            pass
        say("still")
    say("after")
    heard = [record.getMessage() for record in caplog.records]
    assert heard == [text for text in ("before", "another", "after") for _ in LOGGERS]


def test_the_filter_is_there_once() -> None:
    """However many messages are sent."""
    for _ in range(3):
        with quietly():
            pass
    for name in LOGGERS:
        assert len(logging.getLogger(name).filters) == 1
