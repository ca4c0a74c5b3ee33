"""A collection of custom checks in which every name is there once."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable, Collection, Iterable
from typing import Any, NamedTuple

from django_health.check import BaseHealthCheck
from django_health.custom.function import FunctionCheck, Options, expect_plain
from django_health.custom.guarded import GuardedCheck
from django_health.errors import (
    DuplicateCheckError,
    InvalidCheckError,
    UnknownAliasError,
    listed,
)
from django_health.json_ready import one_line
from django_health.settings import COMPONENTS


class Entry(NamedTuple):
    """A check, and what was given for it: an instance, a class or a function."""

    given: object
    check: GuardedCheck

    def is_of(self, given: object, name: str) -> bool:
        """Whether the same thing was given, or an instance of the same class and name."""
        return self.given is given or (type(self.check.origin) is given and self.check.name == name)


class Roster:
    """Holds checks in the order in which they came; safe for use from several threads.

    Args:
        entries: Those it begins with.
    """

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._entries = list(entries)
        self._lock = threading.Lock()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What there is now."""
        with self._lock:
            return tuple(self._entries)

    @property
    def names(self) -> tuple[str, ...]:
        """The names that are taken."""
        return tuple(entry.check.name for entry in self.entries)

    def add(self, given: object, options: Options | None = None) -> GuardedCheck | None:
        """Take up an instance, a class or a function; return its check, ``None`` if it was there.

        Raises:
            InvalidCheckError: It is no check, or an attribute of it is not as it has to be.
            DuplicateCheckError: Its name, or that of one of its gauges, is taken.
        """
        if any(entry.given is given for entry in self.entries):
            return None
        try:
            check = GuardedCheck(_instance(given, options))
        except InvalidCheckError as error:
            raise InvalidCheckError(f"check {place_of(given)}: {error}") from None
        with self._lock:
            if any(entry.is_of(given, check.name) for entry in self._entries):
                return None
            self._expect_free(check, given)
            self._entries.append(Entry(given, check))
        return check

    def remove(self, name: str) -> None:
        """Forget a check.

        Raises:
            UnknownAliasError: There is none of this name.
        """
        with self._lock:
            left = [entry for entry in self._entries if entry.check.name != name]
            if len(left) == len(self._entries):
                names = [entry.check.name for entry in self._entries]
                raise UnknownAliasError(name, names, "check")
            self._entries = left

    def clear(self) -> None:
        """Forget all checks."""
        with self._lock:
            self._entries = []

    def take_out(self, modules: Collection[str]) -> list[Entry]:
        """Forget the checks of some modules, and return them."""
        with self._lock:
            taken = [entry for entry in self._entries if module_of(entry.given) in modules]
            self._entries = [entry for entry in self._entries if entry not in taken]
        return taken

    def put_back(self, taken: Iterable[Entry]) -> None:
        """Have checks that were taken out, instead of those that have their names by now."""
        with self._lock:
            back = list(taken)
            names = {entry.check.name for entry in back}
            left = [entry for entry in self._entries if entry.check.name not in names]
            self._entries = [*back, *left]

    def _expect_free(self, check: GuardedCheck, given: object) -> None:
        name, place = check.name, place_of(given)
        if name in COMPONENTS:
            raise DuplicateCheckError(
                f"check {place}: the name {name!r} is that of a built-in check, "
                f"as are {', '.join(COMPONENTS)}"
            )
        for entry in self._entries:
            if entry.check.name == name:
                names = listed(entry.check.name for entry in self._entries)
                raise DuplicateCheckError(
                    f"check {place}: the name {name!r} is taken by {place_of(entry.given)}, {names}"
                )
            taken = {gauge.name for gauge in entry.check.gauges}
            for gauge in check.gauges:
                if gauge.name in taken:
                    raise DuplicateCheckError(
                        f"check {place}: the gauge {gauge.name!r} is declared by "
                        f"{place_of(entry.given)}, whose gauges are {', '.join(sorted(taken))}"
                    )


def module_of(given: object) -> str:
    """Return the name of the module that something is from."""
    named = given if inspect.isclass(given) or inspect.isroutine(given) else type(given)
    return str(named.__module__)


def place_of(given: object) -> str:
    """Return where something is from, like ``shop.health.payments``."""
    named = given if inspect.isclass(given) or inspect.isroutine(given) else type(given)
    return one_line(f"{named.__module__}.{named.__qualname__}")


def _instance(given: object, options: Options | None) -> BaseHealthCheck:
    if inspect.isclass(given) and issubclass(given, BaseHealthCheck):
        given = _made(given)
    if isinstance(given, BaseHealthCheck):
        if options is not None:
            raise InvalidCheckError("options are for functions: make them attributes of the check")
        expect_plain(given.check)
        return given
    if inspect.isclass(given) or not callable(given):
        raise InvalidCheckError("it is no BaseHealthCheck, no subclass of it and no function")
    return FunctionCheck(given, options)


def _made(kind: Callable[[], Any]) -> Any:
    """An instance of a class, made without arguments."""
    try:
        return kind()
    except Exception as error:  # noqa: BLE001 - a constructor of others may raise anything
        raise InvalidCheckError(
            f"it cannot be made without arguments ({type(error).__name__}): give an instance"
        ) from None
