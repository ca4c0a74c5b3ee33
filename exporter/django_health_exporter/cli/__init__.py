"""The command line: a file per command."""

from __future__ import annotations

import sys

from django_health_exporter.cli.help_text import PROGRAM
from django_health_exporter.cli.leaving import bound_end
from django_health_exporter.cli.program import program
from django_health_exporter.uncaught import tell_without_text

__all__ = ["main"]

DAEMON = "django_health_exporter.daemon"
"""Who has loaded it takes care of the end itself."""


def main() -> None:
    """Run the program; from its first moment on nothing tells the text of an exception."""
    tell_without_text()
    try:
        program(prog_name=PROGRAM)
    except SystemExit as end:
        if DAEMON not in sys.modules:
            bound_end(end.code)
        raise
