"""From flags to answers: what all commands have in common that ask the checks themselves."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import IO, NamedTuple

import click

from django_health.check import BaseHealthCheck
from django_health.custom.registration import registered_checks
from django_health.custom.selection import fitted
from django_health.engine import Engine, UnknownCheckError
from django_health.failure import CheckFailed
from django_health.terminal.hush import logs_silent, prints_aside
from django_health.terminal.selection import chosen_checks
from django_health.terminal.signals import ending_at_signals
from django_health_exporter.cli.leaving import GiveUp, bounded_reading, to_stderr
from django_health_exporter.cli.options import ConfigurationError
from django_health_exporter.cli.source_options import flags_of, loaded
from django_health_exporter.configuration.checks import is_installed
from django_health_exporter.configuration.config import Config
from django_health_exporter.reloading.thread_connections import close_of_this_thread

LOADING = 10.0
"""Seconds that the project's applications may take to load before the checks are asked."""

CLOSING = 1.0
"""Seconds for closing the connections."""

Choose = Callable[[Sequence[BaseHealthCheck]], Sequence[BaseHealthCheck]]
"""Returns those of all checks that are asked."""


class Asking(NamedTuple):
    """What can be asked, and where it is told.

    Attributes:
        config: What is configured.
        engine: Asks the chosen checks.
        stdout: Where the command writes; ``print`` goes to stderr, as it is the project's.
    """

    config: Config
    engine: Engine
    stdout: IO[str]


@contextmanager
def asking(
    given: Mapping[str, object],
    names: Collection[str] = (),
    *,
    choose: Choose = tuple,
    give_up: GiveUp = to_stderr,
    web: Mapping[str, object] = MappingProxyType({}),
) -> Iterator[Asking]:
    """Read the configuration, and have an engine for the block; nothing is asked yet.

    What the project prints meanwhile stands on stderr, and what is logged nowhere: the report has
    all of it. SIGTERM and SIGINT end the program.

    Args:
        given: The parameters of the command, with those of ``source_options``.
        names: The only checks that are asked, as people call them; all where there is none.
        choose: Leaves some of them out.
        give_up: Tells that the configuration takes too long to be read.
        web: What was given of the HTTP side, for those who look at it.

    Raises:
        ConfigurationError: It cannot be used, or a name is unknown.
    """
    stdout = sys.stdout
    with ending_at_signals(), prints_aside(), logs_silent():
        with bounded_reading(give_up):
            config = loaded(flags_of(given, web))
        checks = choose(_chosen(config, names))
        engine = Engine(checks, leave=close_of_this_thread)
        try:
            yield Asking(config, engine, stdout)
        finally:
            engine.close_within(CLOSING)


def _chosen(config: Config, names: Collection[str]) -> tuple[BaseHealthCheck, ...]:
    """The checks that are meant, also of those that applications register as they are loaded."""
    if names:
        try:
            return chosen_checks(config.checks, names)
        except UnknownCheckError:  # it may be known to an application
            pass
    try:
        return chosen_checks((*config.checks, *_registered(config)), names)
    except UnknownCheckError as error:
        raise ConfigurationError(str(error)) from None


def _registered(config: Config) -> Iterator[BaseHealthCheck]:
    """Load the project's applications where they may register checks, and yield those."""
    if config.django_settings and is_installed():
        loading = threading.Thread(target=_load_applications, name="loading", daemon=True)
        loading.start()
        loading.join(LOADING)
        if loading.is_alive():
            _warn(f"the applications are still being loaded after {LOADING:g} s")
    known = {check.name for check in config.checks}
    late = [check for check in registered_checks() if check.name not in known]
    yield from fitted(late, config.health)


def _load_applications() -> None:
    from django_health.project import load_applications  # noqa: PLC0415 - Django is optional

    try:
        load_applications()
    except CheckFailed as failure:
        _warn(str(failure))


def _warn(text: str) -> None:
    click.echo(f"Warning: checks that applications register are not asked: {text}", err=True)
