"""``manage.py health``: check, wait and doctor, with the settings and the code of the project."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser

from django_health.check import BaseHealthCheck
from django_health.doctor.examination import examined, unexamined
from django_health.doctor.finding import Finding, Level
from django_health.doctor.view import FORMATS as DOCTOR_FORMATS
from django_health.errors import HealthCheckError
from django_health.management.asking import asking
from django_health.management.parser import (
    CANNOT_ASK,
    NAGIOS,
    OneLineParser,
    add_options_of_django,
    one_line,
)
from django_health.reports.shown import shown
from django_health.result import Status
from django_health.terminal.exit_codes import FAIL_ON, ExitCode, exit_code
from django_health.terminal.formats import FORMATS
from django_health.terminal.nagios import nagios_unknown
from django_health.terminal.rounds import ask, telling
from django_health.terminal.seconds import seconds_of
from django_health.terminal.waiting import still_ill, wait_until_well

_EXAMPLES = """\
examples:
  manage.py health check --only=database --fail-on=error
  manage.py health check --format=nagios
  manage.py health wait database/default cache --timeout=120
  manage.py health doctor

exit codes:
  check   0 ok, 1 warning, 2 error or it could not be asked, 3 nothing was asked
  wait    0 healthy, 1 not within the time, 2 it could not be asked
  doctor  0 nothing is missing, 1 something is, 2 something does not work
"""


class Command(BaseCommand):
    """Asks the health of the project, and ends with a code that programs understand."""

    help = "Ask everything once, wait until it is healthy, or explain what is missing."
    requires_system_checks = ()  # what they complain about is no reason to be silent

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        """Return the parser, with examples and exit codes at its end."""
        parser = super().create_parser(
            prog_name,
            subcommand,
            epilog=_EXAMPLES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            **kwargs,
        )
        return one_line(parser)

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare what can be done, and its options."""
        actions = parser.add_subparsers(
            dest="action", required=True, metavar="check|wait|doctor", parser_class=OneLineParser
        )
        check = actions.add_parser("check", help="Ask everything once, and tell how it is.")
        _declare_check(check)
        wait = actions.add_parser("wait", help="Wait until what is named is healthy.")
        _declare_wait(wait)
        doctor = actions.add_parser("doctor", help="Explain what is missing, with the remedy.")
        doctor.add_argument(
            "--format", choices=list(DOCTOR_FORMATS), default="table", help="How to tell it."
        )
        for action in (check, wait, doctor):
            add_options_of_django(action)

    def handle(self, *_: Any, **options: Any) -> None:
        """Do what is asked for; an error is one line on stderr."""
        action = {"check": self._check, "wait": self._wait, "doctor": self._doctor}
        with _colours(options):
            code = action[options["action"]](options)
        if code:
            sys.exit(code)

    def _check(self, options: dict[str, Any]) -> int:
        fail_on = Status(options["fail_on"])
        try:
            with asking(options["only"]) as asked:
                with telling(sys.stderr) as tell:
                    report = ask(asked.engine, options["timeout"], tell)
                write = FORMATS[options["format"]]
                write(report, asked.assembly.settings, fail_on, self.stdout)  # type: ignore[arg-type]
                return exit_code(report, fail_on)
        except (HealthCheckError, ImproperlyConfigured) as error:
            if options["format"] == NAGIOS:
                self.stdout.write(nagios_unknown(_line(error)))
                return ExitCode.UNKNOWN
            raise CommandError(_line(error), returncode=CANNOT_ASK) from None

    def _wait(self, options: dict[str, Any]) -> int:
        names = options["names"]

        def choose(checks: Sequence[BaseHealthCheck]) -> Sequence[BaseHealthCheck]:
            return checks if names else [check for check in checks if check.critical]

        try:
            with asking(names, choose=choose) as asked, telling(sys.stderr) as tell:
                ill = wait_until_well(
                    asked.engine,
                    timeout=options["timeout"],
                    interval=options["interval"],
                    also_uncritical=bool(names),
                    tell=tell,
                )
        except (HealthCheckError, ImproperlyConfigured) as error:
            raise CommandError(_line(error), returncode=CANNOT_ASK) from None
        if ill:
            raise CommandError(still_ill(ill, options["timeout"]))
        return 0

    def _doctor(self, options: dict[str, Any]) -> int:
        try:
            with asking() as asked:
                with telling(sys.stderr) as tell:
                    report = shown(ask(asked.engine, None, tell))
                made = asked.assembly
                found = examined(report, made.targets, asked.engine.checks, made.settings)
        except (HealthCheckError, ImproperlyConfigured) as error:
            wrong = Finding(Level.ERROR, "settings", _line(error), "correct what is named")
            found = unexamined([wrong])
        DOCTOR_FORMATS[options["format"]](found, self.stdout)  # type: ignore[arg-type]
        return found.exit_code


def _declare_check(parser: CommandParser) -> None:
    parser.add_argument(
        "--format",
        choices=list(FORMATS),
        default="table",
        help="How to tell it: 'json' is the document of the detailed view, 'prometheus' the text "
        "format, 'nagios' the output of a plugin.",
    )
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="NAME",
        help="Ask this alone, may be repeated: 'database', 'cache/default', 'system/disk'.",
    )
    parser.add_argument(
        "--fail-on",
        choices=[one.value for one in FAIL_ON],
        default="warning",
        help="From which state on the exit code is not 0.",
    )
    parser.add_argument(
        "--timeout",
        type=_seconds,
        metavar="SECONDS",
        help="Seconds after which what has not answered is an error; default: each check's own "
        "limit; from 0.001 to 86400.",
    )


def _declare_wait(parser: CommandParser) -> None:
    parser.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help="What has to be healthy, like 'cache/default'; default: everything that is critical.",
    )
    for name, seconds, text in (
        ("--timeout", 60.0, "Seconds after which to give up, from 0.001 to 86400."),
        ("--interval", 1.0, "Seconds between two attempts, from 0.001 to 86400."),
    ):
        parser.add_argument(name, type=_seconds, default=seconds, metavar="SECONDS", help=text)


def _line(error: Exception) -> str:
    """What is told of an error: all of ours, and of Django's own that there are no settings."""
    return str(error) if isinstance(error, HealthCheckError) else "Django has no usable settings"


def _seconds(text: str) -> float:
    try:
        return seconds_of(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


@contextmanager
def _colours(options: dict[str, Any]) -> Iterator[None]:
    """Have Django's own options for colours count for the tables too, during the block."""
    wanted = {"NO_COLOR": options.get("no_color"), "FORCE_COLOR": options.get("force_color")}
    names = [name for name, on in wanted.items() if on and name not in os.environ]
    os.environ.update(dict.fromkeys(names, "1"))
    try:
        yield
    finally:
        for name in names:
            os.environ.pop(name, None)
