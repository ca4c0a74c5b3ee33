"""What the log is told of an exception."""

import asyncio
import logging

import pytest

from django_health.failure import described
from django_health_exporter.web.errors import LoopErrors


def _raise() -> None:
    raise ValueError("canary-password")


def test_type_and_place_alone() -> None:
    """The innermost place is named, the text is not."""
    try:
        _raise()
    except ValueError as error:
        text = described(error)
    assert text == f"ValueError at test_errors.py:{_raise.__code__.co_firstlineno + 1}"


def test_an_exception_that_was_never_raised() -> None:
    """Without a traceback the type is all there is."""
    assert described(KeyError("canary-password")) == "KeyError"


def test_the_event_loop_tells_an_error_once_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    """The same error is not told again at once; another one is, and the same one later."""
    now = [0.0]
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(LoopErrors(lambda: now[0]))
    errors = ((0, OSError("canary")), (59, OSError("canary")), (59, KeyError()), (60, OSError()))
    for now[0], error in errors:
        loop.call_exception_handler({"message": "canary", "exception": error})
    loop.call_exception_handler({"message": "something is wrong"})
    loop.close()
    assert [record.getMessage().rpartition(": ")[2] for record in caplog.records] == [
        *("OSError", "KeyError", "OSError", "something is wrong")
    ]
    assert {record.levelno for record in caplog.records} == {logging.ERROR}
