"""A plain function as a check."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from functools import partial
from typing import Any

import pytest

from django_health.custom.function import FunctionCheck, Options
from django_health.custom.gauges import Gauge
from django_health.errors import InvalidCheckError
from django_health.result import Outcome


def payments() -> dict[str, object]:
    """Whether the gateway answers.

    And more about it.
    """
    return {"status": "ok"}


def test_function_gives_its_name_and_its_docstring() -> None:
    """The first line says what is asked."""
    check = FunctionCheck(payments)
    assert (check.name, check.description) == ("payments", "Whether the gateway answers.")
    assert (check.timeout, check.min_interval, check.critical) == (10.0, 0.0, True)
    assert check.check() == {"status": "ok"}


def test_options_are_declared_beside_it() -> None:
    """They win over what the function has."""
    gauge = Gauge("shop_orders", "Orders.")
    check = FunctionCheck(payments, Options("pay", "Text", 3, 30, critical=False, gauges=[gauge]))
    assert (check.name, check.description, check.timeout) == ("pay", "Text", 3)
    assert (check.min_interval, check.critical, check.gauges) == (30, False, [gauge])


def test_nothing_returned_says_that_all_is_well() -> None:
    """A function that found nothing wrong has nothing to say."""
    assert FunctionCheck(lambda: None).check() == Outcome()


def test_function_without_a_docstring_has_no_description() -> None:
    """An empty text, and that of the type of a callable object is not its own."""
    assert FunctionCheck(lambda: None).description == ""
    assert FunctionCheck(partial(payments)).description == ""


async def _asynchronous() -> dict[str, object]:
    return {}


async def _streaming() -> AsyncIterator[int]:
    yield 1


def _generating() -> Iterator[int]:
    yield 1


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (_asynchronous, "it is asynchronous"),
        (_streaming, "it is asynchronous"),
        (_generating, "it is a generator"),
        (lambda request: request, "it takes arguments"),
    ],
)
def test_what_would_not_be_asked_by_a_call_is_refused(function: Any, said: str) -> None:
    """At registration, and not at each run."""
    with pytest.raises(InvalidCheckError, match=said):
        FunctionCheck(function)


def test_function_may_have_defaults() -> None:
    """It can be called without arguments."""

    def waiting(wait: int = 1) -> dict[str, object]:
        return {"status": "ok", "wait": wait}

    assert FunctionCheck(waiting).check() == {"status": "ok", "wait": 1}


def test_function_that_does_not_tell_its_arguments_is_taken() -> None:
    """Some that are written in C do not."""
    assert FunctionCheck(dict, Options("d")).check() == {}
