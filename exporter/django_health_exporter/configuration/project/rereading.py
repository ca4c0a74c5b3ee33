"""Reads the settings once more, in the process, so that a failure leaves everything as it was.

What is done, in this order, and what others see of it meanwhile:

1. What the settings put into the environment the last time is taken out again, since readers of
   ``.env`` leave alone what is there. Checks that look at the environment look at the one of before
   (:mod:`django_health.process_environment`).
2. The modules that the settings were assembled from are forgotten, and imported anew. Functions
   that have names of the old modules go on with these; nobody looks at ``sys.modules`` otherwise,
   but for an ``import`` statement inside a function, which waits for the new module.
3. The new settings are put in force for the whole process (:mod:`.in_force`), as the checks that
   are made next read them: routers, storages, database backends. From here until the new checks
   take their place, the old ones may read new settings, all of them and no mixture. Most never do:
   what native checks need was handed to them when they were made, and a kept connection asks
   nobody. One that connects through Django just then connects to where the application would.
4. :meth:`Rereading.keep` ends it when the checks are made; :meth:`Rereading.undo` takes all back.

A module that hangs cannot be ended, nor what it does undone before it has done it. So reading is on
a thread of its own, and who gives up on it calls ``undo()``, after which that thread changes
nothing more of the above: each step looks first whether it still may. What its import leaves behind
when it ends at last is undone once more, by itself.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from django_health import process_environment
from django_health.custom.registration import withdraw_checks_of
from django_health.settings.validation import InvalidDocument
from django_health_exporter.configuration.django_project import (
    Loaded,
    explained,
    health_check_in,
    last_loaded,
    prepared,
    remember,
)
from django_health_exporter.configuration.project.modules import (
    ImportRecord,
    forget,
    join_packages,
    put_back,
)
from django_health_exporter.configuration.project.variables import (
    changes_since,
    restore,
    take_back,
)

PATIENCE = 10.0
"""Seconds to wait until applications have been loaded that are being loaded."""


class GivenUpError(Exception):
    """Nobody waits for the settings any more."""


class Rereading:
    """One reading of the settings; from its construction on it can be undone."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._is_over = False
        self._environ = dict(os.environ)
        self._path = list(sys.path)
        self._last = last_loaded()
        self._forgotten: dict[str, ModuleType] = {}
        self._record: ImportRecord | None = None
        self._register_again: Callable[[], None] = lambda: None
        self._replaced: Any = None
        self._was_replaced = False
        process_environment.hold()
        take_back(self._last.variables)
        self._basis = dict(os.environ)

    @property
    def is_over(self) -> bool:
        """Whether it was kept or undone."""
        return self._is_over

    def read(self, module: str, pythonpath: str) -> Mapping[str, object]:
        """Do what :func:`~.django_project.load_settings` does, with everything read anew.

        Raises:
            InvalidDocument: The settings cannot be used, or not without a restart.
            GivenUpError: It was undone meanwhile.
        """
        self._await_applications()
        with self._step():
            given, folder = prepared(module, pythonpath)
            self._forgotten = forget(self._last.modules)
            self._register_again = withdraw_checks_of(self._last.modules)
            self._record = ImportRecord(module.partition(".")[0], from_source=True)
        from django.conf import Settings  # noqa: PLC0415 - Django is an extra

        try:
            with self._record:
                new = Settings(module)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - settings may raise anything
            raise InvalidDocument(
                f"{given}: cannot be imported: {explained(error)}, looked in {folder}"
            ) from None
        self._put_in_force(new)
        return health_check_in(new)

    def _await_applications(self) -> None:
        """Let no import of the applications meet one of the settings, where each waits for other.

        Models that fail to be imported for such a reason would be missing until the process ends.
        """
        if "django.apps" in sys.modules:
            from django_health.project import loading_held_off  # noqa: PLC0415 - it needs Django

            with loading_held_off(PATIENCE) as is_held_off:
                if not is_held_off:
                    raise InvalidDocument("the applications are still being loaded: reload later")

    def _put_in_force(self, new: Any) -> None:
        # It imports Django, which is there by now.
        from django_health_exporter.configuration.project import (  # noqa: PLC0415
            applications,
            in_force,
        )

        with self._step(), applications.expected_to_suit(new):
            self._replaced, self._was_replaced = in_force.wrapped(), True
            in_force.put_in_force(new)
        _renew(self._replaced, new)

    def keep(self) -> None:
        """Make it final.

        Raises:
            GivenUpError: It was undone meanwhile.
        """
        with self._step():
            self._is_over = True
        modules = self._last.modules  # still there where there were no settings to read
        if self._record is not None:
            modules = self._record.own
            join_packages(modules)
        remember(Loaded(modules, changes_since(self._basis)))
        sys.path[:] = dict.fromkeys(sys.path)  # settings that extend it do so each time
        process_environment.let_go()
        if self._was_replaced:
            from django_health_exporter.configuration.project import (  # noqa: PLC0415 - see above
                in_force,
            )

            in_force.drop_stale()
        self._forgotten, self._replaced = {}, None

    def undo(self) -> None:
        """Have everything as it was; from any thread, and again when a late import has ended."""
        with self._turn:
            self._is_over = True
            if self._record is not None:
                withdraw_checks_of({*self._record.own, *self._record.failed})
                put_back(self._forgotten, self._record.own)
                self._register_again()
            sys.path[:] = self._path
            restore(self._environ)
            time.tzset()
            process_environment.let_go()
            is_replaced, self._was_replaced = self._was_replaced, False
        if is_replaced:
            self._put_back_in_force()

    def _put_back_in_force(self) -> None:
        from django_health_exporter.configuration.project import (  # noqa: PLC0415 - see above
            in_force,
        )

        new = in_force.wrapped()
        in_force.put_in_force(self._replaced)
        _renew(new, self._replaced)

    @contextmanager
    def _step(self) -> Iterator[None]:
        """Do something that ``undo()`` takes back, either before that or not at all."""
        with self._turn:
            if self._is_over:
                raise GivenUpError
            yield


def _renew(before: Any, now: Any) -> None:
    """Have all that was made of settings made of others; code of the project may run for that."""
    from django_health_exporter.configuration.project import (  # noqa: PLC0415 - see above
        changes,
        dependents,
        in_force,
    )

    dependents.renew_dependents()
    changes.tell(before, now)
    in_force.drop_stale()
