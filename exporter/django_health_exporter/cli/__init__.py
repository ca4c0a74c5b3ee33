"""The command line: a file per command."""

from __future__ import annotations

import sys

from django_health_exporter.cli.first_moments import (
    end_at_signals,
    open_streams,
    spare_old_objects,
)

__all__ = ["main"]

DAEMON = "django_health_exporter.daemon"
"""Who has loaded it takes care of the end itself."""


def main() -> None:
    """Run the program; from its first moment on nothing tells the text of an exception.

    What takes its time to be loaded is loaded once signals have their handlers.
    """
    end_at_signals()
    open_streams()
    spare_old_objects()
    from django_health_exporter.cli.help_text import PROGRAM  # noqa: PLC0415 - see above
    from django_health_exporter.cli.leaving import bound_end  # noqa: PLC0415 - the same
    from django_health_exporter.cli.program import program  # noqa: PLC0415 - the same
    from django_health_exporter.uncaught import tell_without_text  # noqa: PLC0415 - the same

    tell_without_text()
    try:
        program(prog_name=PROGRAM)
    except SystemExit as end:
        if DAEMON not in sys.modules:
            bound_end(end.code)
        raise
