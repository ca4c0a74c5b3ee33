"""Where a project registers checks of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Sequence
from typing import Any, TypeVar, overload

from django_health.check import BaseHealthCheck
from django_health.custom.function import Answer, Options
from django_health.custom.gauges import Gauge
from django_health.custom.roster import Entry, Roster

Given = TypeVar("Given", bound="BaseHealthCheck | type[BaseHealthCheck] | Callable[[], Answer]")
Function = TypeVar("Function", bound=Callable[[], Answer])
Listener = Callable[[BaseHealthCheck], object]

_NOTHING = object()
_ROSTER = Roster()
_LISTENERS: list[Listener] = []
_LOCK = threading.Lock()


@overload
def register_health_check(check: Given, /) -> Given: ...


@overload
def register_health_check(
    *,
    name: str | None = None,
    description: str | None = None,
    timeout: float = BaseHealthCheck.timeout,
    min_interval: float = BaseHealthCheck.min_interval,
    critical: bool = BaseHealthCheck.critical,
    gauges: Sequence[Gauge] = (),
) -> Callable[[Function], Function]: ...


def register_health_check(check: Any = _NOTHING, /, **options: Any) -> Any:
    """Register a check: an instance or a subclass of :class:`BaseHealthCheck`, or a function.

    Also a decorator, of classes and of functions; that of functions takes options::

        @register_health_check(name="payments", timeout=3, min_interval=30, critical=False)
        def payments() -> dict[str, object]:
            return {"status": "ok"}

    A function takes no arguments and returns an :class:`Outcome`, a mapping with ``status`` and
    further keys, or ``None`` where all is well. A class is made without arguments. The same object
    may be registered again, to no effect.

    Args:
        check: The instance, class or function.
        **options: Of a function: ``name``, ``description``, ``timeout`` and ``min_interval`` in
            seconds, ``critical``, and ``gauges``.

    Returns:
        What was given, as it was: a decorated function stays a function.

    Raises:
        InvalidCheckError: It is no check, or something that it declares is not as it has to be.
        DuplicateCheckError: Its name, or that of one of its gauges, is taken.
    """
    declared = Options(**options) if options else None

    def register(given: Any) -> Any:
        added = _ROSTER.add(given, declared)
        if added is not None:
            for listener in tuple(_LISTENERS):
                listener(added)
        return given

    return register if check is _NOTHING else register(check)


def registered_checks() -> tuple[BaseHealthCheck, ...]:
    """Return what is registered, in its order.

    Each is a guard around what was registered, which stands in its ``origin``: it has the
    attributes of that moment, and passes on only what can be shown.
    """
    return tuple(entry.check for entry in _ROSTER.entries)


def registered_entries() -> tuple[Entry, ...]:
    """Return what is registered, each with what was given for it."""
    return _ROSTER.entries


def unregister_health_check(name: str) -> None:
    """Forget a registered check; an engine that has it already goes on asking it.

    Raises:
        UnknownAliasError: No check of this name is registered.
    """
    _ROSTER.remove(name)


def clear_health_checks() -> None:
    """Forget all registered checks."""
    _ROSTER.clear()


def withdraw_checks_of(modules: Collection[str]) -> Callable[[], None]:
    """Forget what some modules registered, for they are about to be imported anew.

    Returns:
        A function that puts it back, instead of what has the same names by then.
    """
    taken = _ROSTER.take_out(modules)
    return lambda: _ROSTER.put_back(taken)


def on_registration(listener: Listener) -> Callable[[], None]:
    """Have a function called with each check that is registered from now on.

    It is called on the thread that registers, after the check is among
    :func:`registered_checks`. Who wants all checks calls this first and asks for those after it;
    one that comes in between comes both ways, as the same object.

    Returns:
        A function that ends it.
    """
    with _LOCK:
        _LISTENERS.append(listener)

    def end() -> None:
        with _LOCK:
            if listener in _LISTENERS:
                _LISTENERS.remove(listener)

    return end
