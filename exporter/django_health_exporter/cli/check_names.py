"""The names of checks on the command line."""

from __future__ import annotations

import click

from django_health.settings import COMPONENTS
from django_health_exporter.cli.options import F


def components_like(_context: click.Context, _parameter: click.Parameter, typed: str) -> list[str]:
    """Return what a shell may offer: reading a configuration for it would take too long."""
    return [name for name in COMPONENTS if name.startswith(typed)]


def only_option(command: F) -> F:
    """Declare ``--only``."""
    return click.option(
        "--only",
        multiple=True,
        metavar="NAME",
        shell_complete=components_like,
        help="Ask this alone, may be repeated: 'database', 'cache/default', 'system/disk'.",
    )(command)
