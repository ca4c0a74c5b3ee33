"""``wait``: until what is named is healthy, for the entry point of a container."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from django_health.check import BaseHealthCheck
from django_health.terminal.rounds import telling
from django_health.terminal.waiting import still_ill, wait_until_well
from django_health_exporter.cli.asking import asking
from django_health_exporter.cli.check_names import components_like
from django_health_exporter.cli.help_text import CONTEXT, closing_words
from django_health_exporter.cli.options import DiscreetCommand
from django_health_exporter.cli.seconds import LEAST_INTERVAL, seconds_option
from django_health_exporter.cli.source_options import source_options


class StillIllError(click.ClickException):
    """It was waited for in vain."""

    exit_code = 1


@click.command(
    cls=DiscreetCommand,
    context_settings=dict(CONTEXT),
    epilog=closing_words(
        [
            "wait && exec gunicorn shop.wsgi",
            "wait database/default cache --timeout=120",
            "wait migrations --interval=5   # until another container has migrated",
        ],
        {
            0: "all of it is healthy, or only warns",
            1: "it was not within the time; one line on stderr says what, and why",
            2: "the flags or the configuration cannot be used, which is not tried again",
        },
    ),
)
@click.argument("names", nargs=-1, metavar="[NAME]...", shell_complete=components_like)
@seconds_option(
    "--timeout",
    default="60",
    show_default=True,
    help="Seconds after which to give up.",
)
@seconds_option(
    "--interval",
    least=LEAST_INTERVAL,
    default="1",
    show_default=True,
    help="Seconds between two attempts.",
)
@source_options
def wait(names: tuple[str, ...], timeout: float, interval: float, **given: object) -> None:
    """Wait until NAMEs are healthy: 'database', 'cache/default', 'system/disk'.

    Without a name it waits for everything that is critical. It says nothing, unless it waits in
    vain, or at a terminal.
    """

    def choose(checks: Sequence[BaseHealthCheck]) -> Sequence[BaseHealthCheck]:
        return checks if names else [check for check in checks if check.critical]

    with asking(given, names, choose=choose) as asked:
        with telling(sys.stderr) as line:
            ill = wait_until_well(
                asked.engine,
                timeout=timeout,
                interval=interval,
                also_uncritical=bool(names),
                tell=line,
                say=line.say if line else lambda _: None,
            )
        if ill:
            raise StillIllError(still_ill(ill, timeout))
