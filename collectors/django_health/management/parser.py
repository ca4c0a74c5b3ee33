"""Arguments of a management command, whose complaints are one line."""

from __future__ import annotations

import sys
from argparse import SUPPRESS
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NoReturn

from django.core.management.base import CommandError, CommandParser

from django_health.terminal.exit_codes import ExitCode
from django_health.terminal.nagios import nagios_unknown

CANNOT_ASK = 2
"""The exit code where a setting or an argument cannot be used."""

NAGIOS = "nagios"


class OneLineParser(CommandParser):
    """Tells what is wrong in a line; where a plugin's output is asked for, as such."""

    _given: Sequence[str] = ()

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Take the arguments apart, and remember in which form the answer is wanted."""
        self._given = list(sys.argv[1:] if args is None else args)
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        """Complain, and end the program.

        Raises:
            CommandError: Code called the command, and nobody did at a terminal.
        """
        if not self.called_from_command_line:
            raise CommandError(f"Error: {message}", returncode=CANNOT_ASK)
        text = f"{' '.join(message.split())} (see '{self.prog} --help')"
        if _is_nagios(self._given):
            sys.stdout.write(nagios_unknown(text))
            sys.exit(ExitCode.UNKNOWN)
        self.exit(CANNOT_ASK, f"Error: {text}\n")


def one_line(parser: CommandParser) -> CommandParser:
    """Have a parser that Django made complain in one line, and so its actions' parsers."""
    parser.__class__ = OneLineParser  # Django names the class itself
    return parser


def add_options_of_django(parser: CommandParser) -> None:
    """Let Django's options stand behind an action too, as people write them.

    Django itself reads ``--settings`` and ``--pythonpath``, wherever they stand.
    """
    options = parser.add_argument_group("options of Django")
    for name, metavar in (("--settings", "MODULE"), ("--pythonpath", "FOLDER")):
        options.add_argument(name, metavar=metavar, default=SUPPRESS)
    for name in ("--traceback", "--no-color", "--force-color"):
        options.add_argument(name, action="store_true", default=SUPPRESS)


def _is_nagios(arguments: Sequence[str]) -> bool:
    flags = ("--format", NAGIOS)
    return "=".join(flags) in arguments or flags in pairwise(arguments)
