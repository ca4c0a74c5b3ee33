"""How flags are declared: by the exporters' conventions, each with an environment variable."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click

from django_health.masking import masked
from django_health.settings import COMPONENTS
from django_health_exporter.cli.writing import writing

F = TypeVar("F", bound=Callable[..., Any])

PREFIX = "DJANGO_HEALTH_EXPORTER_"


class ConfigurationError(click.ClickException):
    """What the user gave cannot be used: one line on stderr and exit code 2."""

    exit_code = 2

    def format_message(self) -> str:
        """Return the line, with stars for a URL that was given where none belongs."""
        return masked(super().format_message())


class DiscreetCommand(click.Command):
    """A command whose complaints about its arguments are a line without credentials of a URL."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Take the arguments apart; help is written here too.

        Raises:
            click.UsageError: They cannot be understood.
            UnwrittenError: They ask for help, which cannot be written.
        """
        with discreet(), writing(sys.stdout):
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Run it; what it finds wrong with its arguments itself is a line too.

        Raises:
            click.UsageError: They do not go together.
        """
        with discreet():
            return super().invoke(ctx)


class DiscreetGroup(DiscreetCommand, click.Group):
    """Commands under a name, which complain in the same way."""


@contextmanager
def discreet() -> Iterator[None]:
    """Have complaints about arguments be one line, and hold no credentials of a URL.

    Raises:
        click.UsageError: Of what is done inside, with stars for those.
    """
    try:
        yield
    except click.UsageError as error:
        raise click.UsageError(masked(_one_line(error))) from None


def _one_line(error: click.UsageError) -> str:
    """What is wrong with the arguments, and where all of them are explained."""
    text = " ".join(error.format_message().split())
    if error.ctx is None:
        return text
    return f"{text.rstrip('.')} (see '{error.ctx.command_path} --help')"


def variable(name: str) -> str:
    """Return the environment variable of a flag: ``--log.level`` is ``…_LOG_LEVEL``."""
    return PREFIX + name.removeprefix("--").upper().replace(".", "_").replace("-", "_")


def flag(name: str, parameter: str, *, envvar: str = "", **settings: Any) -> Callable[[F], F]:
    """Declare a flag with its environment variable, besides which ``envvar`` may name another."""
    variables = [variable(name.partition("/")[0]), *filter(None, [envvar])]
    return click.option(name, parameter, envvar=variables, show_envvar=False, **settings)


def collector_options(command: F) -> F:
    """Declare ``--collector.NAME`` and ``--no-collector.NAME`` for each component."""
    for component in reversed(COMPONENTS):
        declare = flag(
            f"--collector.{component}/--no-collector.{component}",
            f"collector_{component}",
            default=None,
            help=f"Watch the component '{component}' or leave it out; default: watch.",
        )
        command = declare(command)
    return command
