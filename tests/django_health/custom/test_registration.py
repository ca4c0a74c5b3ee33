"""Where a project registers checks of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from django_health.check import BaseHealthCheck
from django_health.custom.gauges import Gauge
from django_health.custom.registration import (
    clear_health_checks,
    on_registration,
    register_health_check,
    registered_checks,
    registered_entries,
    unregister_health_check,
    withdraw_checks_of,
)
from django_health.engine.boundary import outcome_of
from django_health.errors import DuplicateCheckError, InvalidCheckError, UnknownAliasError
from django_health.result import Outcome, Status
from sample_checks import Sample

GAUGE = Gauge("shop_orders_waiting", "Orders that wait.", ("queue",))


@pytest.fixture(autouse=True)
def _nothing_registered() -> Iterator[None]:
    clear_health_checks()
    yield
    clear_health_checks()


def _names() -> list[str]:
    return [check.name for check in registered_checks()]


def test_instance_is_registered_and_returned() -> None:
    """As it was."""
    check = Sample("shop")
    assert register_health_check(check) is check
    assert _names() == ["shop"]
    (entry,) = registered_entries()
    assert (entry.given, entry.check.origin) == (check, check)


def test_class_is_registered_as_by_a_decorator() -> None:
    """It stays the class."""

    @register_health_check
    class Payments(BaseHealthCheck):
        name = "payments"

        def check(self) -> dict[str, object]:
            return {"status": "ok", "open": 3}

    assert Payments().check()["open"] == 3
    assert _names() == ["payments"]
    assert outcome_of(registered_checks()[0]) == Outcome(details={"open": 3})


def test_function_is_registered_by_a_bare_decorator() -> None:
    """It can still be called."""

    @register_health_check
    def payments() -> dict[str, object]:
        """Whether the gateway answers."""
        return {"status": "warning", "message": "slow"}

    assert payments() == {"status": "warning", "message": "slow"}
    (check,) = registered_checks()
    assert (check.name, check.description) == ("payments", "Whether the gateway answers.")
    assert outcome_of(check) == Outcome(Status.WARNING, None, "slow")


def test_function_is_registered_with_options() -> None:
    """They are the check's attributes."""

    @register_health_check(
        name="pay", timeout=3, min_interval=30, critical=False, gauges=[GAUGE], description="Pay"
    )
    def payments() -> dict[str, object]:
        return {"status": "ok", "gauges": {"shop_orders_waiting": {("mail",): 3}}}

    (check,) = registered_checks()
    assert (check.name, check.timeout, check.min_interval) == ("pay", 3.0, 30.0)
    assert (check.critical, check.description, tuple(check.gauges)) == (False, "Pay", (GAUGE,))
    assert outcome_of(check) == Outcome(measurements=(GAUGE(3, "mail"),))
    assert payments()["status"] == "ok"


def test_decorator_may_be_called_without_options() -> None:
    """The parentheses change nothing."""

    @register_health_check()
    def payments() -> None:
        return None

    assert _names() == ["payments"]
    assert outcome_of(registered_checks()[0]).status is Status.OK


@pytest.mark.parametrize("given", [None, 5, "shop.health.payments"])
def test_what_is_no_check_is_refused(given: Any) -> None:
    """Also ``None``, which a function without a return statement gives."""
    with pytest.raises(InvalidCheckError):
        register_health_check(given)


def test_name_is_taken_once_and_the_same_again_is_no_error() -> None:
    """The error is the library's own and lists the names."""
    check = Sample("shop")
    register_health_check(check)
    register_health_check(check)
    with pytest.raises(DuplicateCheckError, match="there are shop"):
        register_health_check(Sample("shop"))
    assert _names() == ["shop"]


def test_bad_options_are_refused() -> None:
    """When the function is decorated."""
    with pytest.raises(InvalidCheckError, match="its timeout has to be"):
        register_health_check(name="shop", timeout=0)(lambda: None)
    with pytest.raises(TypeError, match="tiemout"):
        register_health_check(tiemout=3)  # type: ignore[call-overload]


def test_listener_is_told_of_what_is_registered_later() -> None:
    """Once each, after the check is among the registered, and no more once it is ended."""
    told: list[tuple[BaseHealthCheck, bool]] = []
    register_health_check(Sample("early"))
    end = on_registration(lambda check: told.append((check, check in registered_checks())))
    late = Sample("late")
    register_health_check(late)
    register_health_check(late)
    end()
    end()
    register_health_check(Sample("later"))
    assert [(check.name, was_there) for check, was_there in told] == [("late", True)]


def test_listener_that_ends_itself_hides_nothing_from_the_next() -> None:
    """All are told that were there when the check came."""
    told: list[str] = []

    def once(check: BaseHealthCheck) -> None:
        told.append(f"once {check.name}")
        end_once()

    end_once = on_registration(once)
    end = on_registration(lambda check: told.append(f"always {check.name}"))
    register_health_check(Sample("first"))
    register_health_check(Sample("second"))
    end()
    assert told == ["once first", "always first", "always second"]


def test_check_is_unregistered_by_name() -> None:
    """Its name is free again; an unknown one is an error that lists the names."""
    register_health_check(Sample("shop"))
    with pytest.raises(UnknownAliasError, match="there are shop"):
        unregister_health_check("shpo")
    unregister_health_check("shop")
    assert registered_checks() == ()


def test_withdrawn_checks_come_back() -> None:
    """Where the module that registered them was imported anew in vain."""

    @register_health_check
    def own() -> None: ...

    sample = Sample("elsewhere")
    register_health_check(sample)
    put_back = withdraw_checks_of([__name__])
    assert _names() == ["elsewhere"]
    put_back()
    assert _names() == ["own", "elsewhere"]
