"""The checks of the process that a Django project runs in: one set, made when first asked for."""

from __future__ import annotations

import atexit
import os
import threading
import time
from collections import deque
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.conf import settings as django_settings
from django.core.signals import setting_changed

from django_health.assembly import Assembly, assembled
from django_health.check import BaseHealthCheck
from django_health.custom.registration import on_registration, registered_checks
from django_health.custom.selection import fitted
from django_health.engine import Engine
from django_health.engine.patience import Patience
from django_health.errors import HealthCheckError
from django_health.history import History
from django_health.result import Report
from django_health.settings import HealthSettings
from django_health.targets import Target

END = 1.0
"""Seconds that closing may take when the interpreter ends."""

PATIENCE = 5.0
"""Seconds for which requests wait for the checks, from when these began to be made.

Making them imports modules of the project's own. One that hangs is not to hold up every request,
and one that asks for the health on another thread, which waits for its import, would never end.
"""


@dataclass(eq=False)
class Application:
    """A project's checks, with all that is needed to ask them from one of its processes.

    Attributes:
        settings: How to check.
        targets: Databases and caches, also those whose component is off.
        engine: Asks the checks.
        custom: The project's own checks among them.
        is_closed: Whether it should not be used any more.
        begun: Monotonic seconds at which it began to be made.
        history: What the checks said before in this process.
    """

    settings: HealthSettings
    targets: tuple[Target, ...]
    engine: Engine
    custom: list[BaseHealthCheck] = field(default_factory=list)
    is_closed: bool = False
    begun: float = field(default_factory=time.monotonic)
    history: History = field(default_factory=History)

    def __post_init__(self) -> None:
        max_age = self.settings.max_age
        self._patience = Patience(self.engine, max_age=max_age, begun=self.begun)

    def report(self, names: Collection[str] | None = None, *, target: str | None = None) -> Report:
        """Ask as a request in a web worker should: see ``engine/patience.py``.

        Args:
            names: The components to ask; all where it is ``None``.
            target: The one alias inside the components to ask; all where it is ``None``.

        Raises:
            UnknownCheckError: A name is none of the engine's.
        """
        report = self._patience.report(names, target=target)
        self.history.note(report)
        return report

    def add(self, registered: BaseHealthCheck) -> None:
        """Take up a custom check, if it is on and not there yet."""
        if registered.name not in self.engine.names:
            for check in fitted([registered], self.settings):
                self.custom.append(check)
                self.engine.add(check)

    def close(self) -> None:
        """End what runs and close the connections."""
        self.is_closed = True
        self.engine.close()

    def retire(self) -> None:
        """Close the connections as soon as they are idle; requests in flight get their answers.

        Custom checks are not closed: the application that follows has them too.
        """
        self.is_closed = True
        self.engine.retire(spare=self.custom)


def application() -> Application:
    """Return the application of this process, made from Django's settings where there is none yet.

    There is one per process: a forked child makes its own, and leaves the connections of its parent
    alone. Where settings have changed, as tests change them, a new one is made, and the old one is
    closed once it is idle.

    Raises:
        HealthCheckError: A setting cannot be used, or the checks take too long to be made; one line
            says which, and what to do.
        django.core.exceptions.ImproperlyConfigured: Django has no settings.
    """
    return _process.application()


class _Made(NamedTuple):
    application: Application
    process: int
    databases: list[object]


class _Process:
    """Holds the application of a process."""

    def __init__(self) -> None:
        self._registered: deque[BaseHealthCheck] = deque()
        self._inherited: list[_Made] = []
        self._end_listening: Any = None
        self._begin()

    def _begin(self) -> None:
        self._lock = threading.RLock()
        self._made: _Made | None = None
        self._making_since: float | None = None

    def application(self) -> Application:
        """Return the application, as it has to be now."""
        made = self._made
        if made is not None and not self._registered and _is_current(made):
            return made.application
        if made is not None and made is self._made and made.process != os.getpid():
            self.forget()  # some servers fork without telling Python
        with self._turn():
            return self._up_to_date()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        since = self._making_since
        left = PATIENCE if since is None else since + PATIENCE - time.monotonic()
        lock = self._lock
        if not lock.acquire(timeout=max(0.0, left)):
            raise HealthCheckError(
                "the checks are still being made: a module that they need takes long to be imported"
            )
        try:
            yield
        finally:
            lock.release()

    def forget(self) -> None:
        """Begin anew in a forked child.

        What was inherited is kept as it is, for good: to close it, or to let the garbage collector
        do that, would end the parent's connections, and its locks may be held for ever.
        """
        if self._made is not None:
            self._inherited.append(self._made)
        self._begin()

    def renew(self) -> None:
        """Have the next request make a new application, as settings have changed."""
        if self._made is not None and self._made.process != os.getpid():
            self.forget()
        with self._lock:
            made, self._made = self._made, None
        if made is not None:
            made.application.retire()

    def close_at_exit(self) -> None:
        """Close the connections, for a limited time."""
        if self._made is not None and self._made.process == os.getpid():
            self._made.application.engine.close_within(END)

    def _up_to_date(self) -> Application:
        if self._made is not None and not _is_current(self._made):
            self.renew()
        if self._made is None:
            self._made = self._make()
        while self._registered:
            registered = self._registered.popleft()
            if registered in registered_checks():  # it may have been forgotten since
                self._made.application.add(registered)
        return self._made.application

    def _make(self) -> _Made:
        if self._making_since is not None:
            raise HealthCheckError(
                "the health is asked for while its checks are being made: a module of custom "
                "checks must not ask when it is imported"
            )
        begun = self._making_since = time.monotonic()
        try:
            if self._end_listening is None:
                # A queue and no lock: who registers may hold that of an import we wait for.
                self._end_listening = on_registration(self._registered.append)
            found = _assembled()
            engine = Engine([*found.built_in, *found.custom])
            made = Application(
                found.settings, found.targets, engine, list(found.custom), begun=begun
            )
            return _Made(made, os.getpid(), _databases())
        finally:
            self._making_since = None


def _assembled() -> Assembly:
    """What the project's settings amount to; an error of these comes without the way that it took.

    Pages and services that show errors show what the variables on the way held: settings.
    """
    try:
        return assembled()
    except HealthCheckError as error:
        failure = error.with_traceback(None)
    raise failure from None


def _is_current(made: _Made) -> bool:
    return (
        not made.application.is_closed
        and made.process == os.getpid()
        and made.databases == _databases()
    )


def _databases() -> list[object]:
    """The names of the databases, which Django's test runner changes without telling."""
    databases: Any = django_settings.DATABASES
    return [database.get("NAME") for database in databases.values()]


def _on_change(**_: object) -> None:
    _process.renew()


_process = _Process()
os.register_at_fork(after_in_child=_process.forget)
atexit.register(_process.close_at_exit)
setting_changed.connect(_on_change, dispatch_uid="django_health.application")
