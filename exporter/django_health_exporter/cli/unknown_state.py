"""What becomes of ``check`` where nothing could be asked: a plugin has to say so on stdout."""

from __future__ import annotations

import sys
from contextlib import suppress
from itertools import pairwise
from typing import Any

import click

from django_health.failure import described
from django_health.terminal.exit_codes import ExitCode
from django_health.terminal.nagios import nagios_unknown
from django_health.terminal.streams import put
from django_health_exporter.cli.leaving import GiveUp, to_stderr
from django_health_exporter.cli.options import DiscreetCommand
from django_health_exporter.cli.writing import UnwrittenError, writing

NAGIOS = "nagios"


class UnknownState(click.ClickException):
    """Nothing could be asked, and a plugin has to say so on stdout."""

    exit_code = ExitCode.UNKNOWN

    def show(self, file: Any = None) -> None:  # noqa: ARG002 - click gives it
        """Write the line that a monitoring system shows; where it cannot, the exit code says it."""
        with suppress(UnwrittenError), writing(sys.stdout):
            click.echo(nagios_unknown(self.format_message()), nl=False)


class FailedCheck(click.ClickException):
    """The command itself failed, which is neither a warning nor an error of what is checked."""

    exit_code = ExitCode.UNKNOWN


class UnwrittenCheckError(UnwrittenError):
    """All was asked, and nobody can read how it is."""

    exit_code = ExitCode.UNKNOWN


class CheckCommand(DiscreetCommand):
    """A command that ends with 3 where nothing is known, as far as its format allows."""

    def make_context(
        self, info_name: str | None, args: list[str], *more: Any, **extra: Any
    ) -> click.Context:
        """Take the arguments apart.

        Raises:
            click.ClickException: They cannot be understood.
        """
        flags = ("--format", NAGIOS)
        is_nagios = "=".join(flags) in args or flags in pairwise(args)
        try:
            return super().make_context(info_name, args, *more, **extra)
        except click.UsageError as error:
            if is_nagios:
                raise UnknownState(error.format_message()) from None
            raise

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command.

        Raises:
            click.ClickException: It could not ask.
        """
        is_nagios = ctx.params.get("form") == NAGIOS
        try:
            return super().invoke(ctx)
        except UnwrittenError:
            raise  # the line could not be written either
        except click.ClickException as error:
            if is_nagios:
                raise UnknownState(error.format_message()) from None
            raise
        except (click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:  # noqa: BLE001 - its text may be a secret
            text = f"the check itself failed: {described(error)}"
            raise (UnknownState(text) if is_nagios else FailedCheck(text)) from None


def give_up_in(form: str) -> GiveUp:
    """Return what tells that the configuration could not be read, and gives the exit code."""
    return _to_stdout if form == NAGIOS else to_stderr


def _to_stdout(text: str) -> int:
    if sys.__stdout__ is not None:  # print() goes elsewhere meanwhile
        with suppress(OSError):
            put(nagios_unknown(text), sys.__stdout__)
    return ExitCode.UNKNOWN
