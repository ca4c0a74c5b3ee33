"""``check``: ask once, tell, and end with a code that programs understand."""

from __future__ import annotations

import sys

import click

from django_health.result import Status
from django_health.terminal.exit_codes import FAIL_ON, exit_code
from django_health.terminal.formats import FORMATS
from django_health.terminal.rounds import ask, telling
from django_health_exporter.cli.asking import asking
from django_health_exporter.cli.check_names import only_option
from django_health_exporter.cli.help_text import CONTEXT, closing_words
from django_health_exporter.cli.seconds import seconds_option
from django_health_exporter.cli.source_options import source_options
from django_health_exporter.cli.unknown_state import CheckCommand, UnwrittenCheckError, give_up_in
from django_health_exporter.cli.writing import writing


@click.command(
    cls=CheckCommand,
    context_settings=dict(CONTEXT),
    epilog=closing_words(
        [
            "check --django.settings=shop.settings",
            "check --only=database --only=cache/default",
            "check --fail-on=error --timeout=5 --format=nagios",
            "check --format=prometheus > /var/lib/node_exporter/django.prom",
        ],
        {
            0: "ok, or a warning with --fail-on=error",
            1: "warning; also an error of what is not critical",
            2: "error; or it could not be asked: the flags or the configuration cannot be used",
            3: "unknown: nothing was asked, as all is skipped. With --format=nagios also where it\n"
            "     could not be asked; and where the answer cannot be written",
        },
    ),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="table",
    show_default=True,
    help="How to tell it: 'json' is the document of /health/detailed/, 'prometheus' the text "
    "format, 'nagios' the output of a plugin.",
)
@only_option
@click.option(
    "--fail-on",
    type=click.Choice([status.value for status in FAIL_ON]),
    default=Status.WARNING.value,
    show_default=True,
    help="From which state on the exit code is not 0.",
)
@seconds_option(
    "--timeout",
    help="Seconds after which what has not answered is an error; default: each check's own limit.",
)
@source_options
def check(
    form: str, only: tuple[str, ...], fail_on: str, timeout: float | None, **given: object
) -> None:
    """Ask everything once, and tell how it is.

    What is asked, and where, is configured as for 'serve'. A line on stderr tells which answers are
    awaited, if that is a terminal.
    """
    least = Status(fail_on)
    with asking(given, only, give_up=give_up_in(form)) as asked:
        with telling(sys.stderr) as tell:
            report = ask(asked.engine, timeout, tell)
        with writing(asked.stdout, UnwrittenCheckError):
            FORMATS[form](report, asked.config.health, least, asked.stdout)
        code = exit_code(report, least)
    click.get_current_context().exit(code)
