"""A collection of custom checks in which every name is there once."""

from __future__ import annotations

import threading
from functools import partial

import pytest

from django_health.custom.function import Options
from django_health.custom.gauges import Gauge
from django_health.custom.roster import Roster, place_of
from django_health.errors import DuplicateCheckError, InvalidCheckError, UnknownAliasError
from django_health.result import Outcome
from django_health.settings import COMPONENTS
from sample_checks import Sample

CANARY = "canary-hunter2"


class Payments(Sample):
    """A check that is made without arguments."""

    def __init__(self) -> None:
        super().__init__("payments")


class Stock(Sample):
    """A check that wants to be told something."""

    def __init__(self, shop: str) -> None:
        super().__init__(shop)


class Broken(Sample):
    """A check that cannot be made."""

    def __init__(self) -> None:
        raise RuntimeError(CANARY)


def orders() -> None:
    """Whether orders flow."""


def test_instances_classes_and_functions_are_taken() -> None:
    """In the order in which they came."""
    roster = Roster()
    stock = Stock("stock")
    for given in (stock, Payments, orders):
        roster.add(given)
    assert roster.names == ("stock", "payments", "orders")
    assert [entry.given for entry in roster.entries] == [stock, Payments, orders]


@pytest.mark.parametrize("given", [Stock("stock"), Payments, orders], ids=place_of)
def test_same_thing_again_is_no_error(given: object) -> None:
    """A module may be imported by several."""
    roster = Roster()
    first = roster.add(given)
    assert first is not None
    assert roster.add(given) is None
    assert [entry.check for entry in roster.entries] == [first]


def test_class_of_an_instance_that_is_there_is_no_error() -> None:
    """A settings path may name the class of what its module registers."""
    roster = Roster()
    roster.add(Payments())
    assert roster.add(Payments) is None


def test_name_is_taken_once() -> None:
    """The text says by whom, and which names there are."""
    roster = Roster()
    roster.add(orders)
    roster.add(Stock("stock"))
    with pytest.raises(DuplicateCheckError) as caught:
        roster.add(Stock("stock"))
    text = str(caught.value)
    assert text.startswith("check ")
    assert text.endswith("test_roster.Stock, there are orders, stock")
    assert "the name 'stock' is taken by" in text
    assert len(roster.entries) == 2


@pytest.mark.parametrize("name", COMPONENTS)
def test_name_of_a_built_in_check_is_taken(name: str) -> None:
    """Also where that one is switched off: its metrics have a meaning."""
    with pytest.raises(DuplicateCheckError, match=f"'{name}' is that of a built-in check, as are"):
        Roster().add(Stock(name))


def test_gauge_is_declared_by_one_check() -> None:
    """Two checks would give the same series."""
    gauge = Gauge("shop_orders", "Orders.")
    roster = Roster()
    roster.add(orders, Options(gauges=[gauge]))
    with pytest.raises(
        DuplicateCheckError, match=r"the gauge 'shop_orders' is declared by .*orders"
    ):
        roster.add(lambda: None, Options("other", gauges=[Gauge("shop_orders", "Others.")]))


@pytest.mark.parametrize("given", [None, 5, "shop.health", Outcome, object(), [orders], dict])
def test_what_is_no_check_is_refused(given: object) -> None:
    """The text says what would be one."""
    with pytest.raises(InvalidCheckError, match="no BaseHealthCheck, no subclass of it and no"):
        Roster().add(given)


def test_class_that_wants_arguments_is_refused() -> None:
    """An instance has to be given."""
    with pytest.raises(
        InvalidCheckError, match=r"Stock: it cannot be made without .*\(TypeError\)"
    ):
        Roster().add(Stock)


def test_class_that_cannot_be_made_is_told_by_the_type_of_its_error() -> None:
    """Its text may hold what the constructor read."""
    with pytest.raises(InvalidCheckError) as caught:
        Roster().add(Broken)
    assert "(RuntimeError)" in str(caught.value)
    assert CANARY not in repr(caught.getrepr())


def test_options_are_for_functions() -> None:
    """A check has attributes for that."""
    with pytest.raises(InvalidCheckError, match="options are for functions"):
        Roster().add(Payments, Options())


def test_asynchronous_check_is_refused() -> None:
    """Its call would ask nothing."""

    class Asynchronous(Payments):
        async def check(self) -> Outcome:  # type: ignore[override]
            return Outcome()

    with pytest.raises(InvalidCheckError, match="Asynchronous: it is asynchronous"):
        Roster().add(Asynchronous)


def test_bad_attribute_is_told_with_the_check() -> None:
    """There may be many checks."""
    with pytest.raises(InvalidCheckError, match=r"test_roster\.Stock: its name has to be a word"):
        Roster().add(Stock("a b"))


def test_object_that_can_be_called_needs_a_name() -> None:
    """Such a thing has none of its own."""
    with pytest.raises(InvalidCheckError, match=r"functools\.partial: its name has to be a word"):
        Roster().add(partial(orders))
    assert Roster().add(partial(orders), Options("orders")) is not None


def test_removed_check_frees_its_names() -> None:
    """It can be added again."""
    roster = Roster()
    roster.add(orders)
    roster.remove("orders")
    assert roster.names == ()
    assert roster.add(orders) is not None
    roster.clear()
    assert roster.entries == ()


def test_unknown_check_cannot_be_removed() -> None:
    """The text lists what there is."""
    roster = Roster()
    roster.add(orders)
    with pytest.raises(UnknownAliasError, match="unknown check 'order': there are orders"):
        roster.remove("order")


def test_roster_that_begins_with_entries_is_its_own() -> None:
    """What is added to it is not added to where they came from."""
    first = Roster()
    first.add(orders)
    second = Roster(first.entries)
    second.add(Payments)
    assert (first.names, second.names) == (("orders",), ("orders", "payments"))


def test_many_threads_take_a_name_once() -> None:
    """One of them gets it, the others are told."""
    roster = Roster()
    start = threading.Barrier(8)
    refused: list[str] = []

    def add() -> None:
        check = Stock("stock")
        start.wait()
        try:
            roster.add(check)
        except DuplicateCheckError as error:
            refused.append(str(error))

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (roster.names, len(refused)) == (("stock",), 7)


def test_checks_of_a_module_are_taken_out_and_put_back() -> None:
    """Those of others stay, and what has the name by then gives way."""
    roster = Roster()
    roster.add(Payments)
    roster.add(print, Options(name="of_python"))
    taken = roster.take_out({__name__})
    assert list(roster.names) == ["of_python"]
    roster.add(Sample("payments"))
    roster.add(Sample("later"))
    roster.put_back(taken)
    assert list(roster.names) == ["payments", "of_python", "later"]
    assert roster.entries[0].given is Payments
