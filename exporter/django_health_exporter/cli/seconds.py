"""Seconds on the command line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from django_health.terminal.seconds import MOST, seconds_of

LEAST_INTERVAL = 0.1
"""Seconds between two questions: what is asked has other work."""


def seconds_option(name: str, *, least: float = 0.001, **settings: Any) -> Callable[..., Any]:
    """Declare an option that is a number of seconds.

    Args:
        name: Its name.
        least: The smallest number.
        settings: As for ``click.option``; the default is a text, and the bounds are said behind the
            help.
    """
    told = f"{settings['help'].rstrip('.')}; from {least:g} to {MOST:g}."

    def convert(
        _context: click.Context, _parameter: click.Parameter, text: str | None
    ) -> float | None:
        try:
            return None if text is None else seconds_of(text, least)
        except ValueError as error:
            raise click.BadParameter(str(error)) from None

    settings["help"] = told
    return click.option(name, metavar="SECONDS", callback=convert, **settings)
