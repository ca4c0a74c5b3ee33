"""From a project's settings to answers, for commands that ask the checks themselves."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from django_health.assembly import Assembly, assembled
from django_health.check import BaseHealthCheck
from django_health.custom.registration import registered_checks
from django_health.custom.selection import fitted
from django_health.engine import Engine
from django_health.terminal.hush import logs_silent
from django_health.terminal.selection import chosen_checks
from django_health.terminal.signals import ending_at_signals

CLOSING = 1.0
"""Seconds for closing the connections."""

Choose = Callable[[Sequence[BaseHealthCheck]], Sequence[BaseHealthCheck]]
"""Returns those of all checks that are asked."""


class Asking(NamedTuple):
    """What can be asked.

    Attributes:
        assembly: What the project's settings amount to.
        engine: Asks the chosen checks.
    """

    assembly: Assembly
    engine: Engine


@contextmanager
def asking(names: Collection[str] = (), *, choose: Choose = tuple) -> Iterator[Asking]:
    """Have an engine of the project's checks for the block; nothing is asked yet.

    It is the command's own, and not that of the process: each of its checks is asked anew. What
    the project logs while checks run is not told, for the report has all of it.

    Args:
        names: The only checks that are asked, as people call them; all where there is none.
        choose: Leaves some of them out.

    Raises:
        HealthCheckError: A setting cannot be used, or a name is unknown; one line says which.
        django.core.exceptions.ImproperlyConfigured: Django has no settings.
    """
    with ending_at_signals():
        assembly = assembled()
        checks = choose(chosen_checks(_all_checks(assembly), names))
        engine = Engine(checks)
        with logs_silent():
            try:
                yield Asking(assembly, engine)
            finally:
                engine.close_within(CLOSING)


def _all_checks(assembly: Assembly) -> list[BaseHealthCheck]:
    """The project's checks, and those that its applications registered when they were loaded."""
    checks = [*assembly.built_in, *assembly.custom]
    known = {check.name for check in checks}
    late = [check for check in registered_checks() if check.name not in known]
    return [*checks, *fitted(late, assembly.settings)]
