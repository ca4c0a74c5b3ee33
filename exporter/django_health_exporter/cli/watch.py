"""``watch``: how it is, again and again."""

from __future__ import annotations

import click

from django_health.terminal.streams import is_terminal
from django_health.terminal.watching import watch_as_lines, watch_as_table
from django_health_exporter.cli.asking import asking
from django_health_exporter.cli.check_names import only_option
from django_health_exporter.cli.help_text import CONTEXT, closing_words
from django_health_exporter.cli.options import DiscreetCommand
from django_health_exporter.cli.seconds import LEAST_INTERVAL, seconds_option
from django_health_exporter.cli.source_options import source_options
from django_health_exporter.cli.writing import writing


@click.command(
    cls=DiscreetCommand,
    context_settings=dict(CONTEXT),
    epilog=closing_words(
        [
            "watch --django.settings=shop.settings",
            "watch --interval=10 --only=database",
            "watch --interval=60 >> health.log",
        ],
        {
            0: "it was ended by Ctrl-C or SIGTERM",
            2: "the configuration cannot be used, or the answer cannot be written",
        },
    ),
)
@seconds_option(
    "--interval",
    least=LEAST_INTERVAL,
    default="2",
    show_default=True,
    help="Seconds between two questions; costly checks keep their answers for longer.",
)
@only_option
@source_options
def watch(interval: float, only: tuple[str, ...], **given: object) -> None:
    """Show a table that keeps itself up to date, until Ctrl-C.

    Where there is more than the screen can hold, what is wrong goes first. Into a pipe or a file
    goes a line for each time instead.
    """
    try:
        with asking(given, only) as asked:
            show = watch_as_table if is_terminal(asked.stdout) else watch_as_lines
            with writing(asked.stdout):
                show(asked.engine, asked.stdout, interval)
    except SystemExit:  # this is how it ends
        click.get_current_context().exit(0)
