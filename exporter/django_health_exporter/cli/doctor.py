"""``doctor``: what is missing, why, and what to do."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack

import click

from django_health.doctor.examination import examined, unexamined
from django_health.doctor.files import open_files
from django_health.doctor.finding import Examination, Finding, Level
from django_health.doctor.view import FORMATS
from django_health.reports.shown import shown
from django_health.terminal.rounds import ask, telling
from django_health_exporter.cli.asking import Asking, asking
from django_health_exporter.cli.help_text import CONTEXT, closing_words
from django_health_exporter.cli.options import ConfigurationError, DiscreetCommand
from django_health_exporter.cli.source_options import source_options
from django_health_exporter.cli.web_options import web_given, web_options
from django_health_exporter.cli.writing import writing
from django_health_exporter.configuration.config import Config
from django_health_exporter.diagnosis.limits import descriptor_findings, timeout_findings
from django_health_exporter.diagnosis.secret_files import secret_files
from django_health_exporter.diagnosis.web import web_findings


@click.command(
    cls=DiscreetCommand,
    context_settings=dict(CONTEXT),
    epilog=closing_words(
        [
            "doctor --django.settings=shop.settings",
            "doctor --config.file=/etc/exporter.yml --format=json",
        ],
        {
            0: "nothing is missing; there may be notes",
            1: "something is missing or doubtful",
            2: "something does not work: a check fails, or the flags or the configuration\n"
            "     cannot be used, or the answer cannot be written",
        },
    ),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="table",
    show_default=True,
    help="How to tell it.",
)
@source_options
@web_options
def doctor(form: str, **given: object) -> None:
    """Ask everything once, look around, and explain what is missing: where, what, and the remedy.

    Privileges that the servers keep from the user, settings, packages, names that do not resolve,
    ports that do not answer, certificates, clocks, files that everybody can read, and the pages of
    the daemon itself. What is asked, and how it is answered, is configured as for 'serve'.
    """
    stdout, web = sys.stdout, web_given(given)
    with ExitStack() as stack:
        try:
            asked = stack.enter_context(asking(given, web=web))
        except ConfigurationError as error:
            finding = Finding(
                Level.ERROR, "configuration", error.format_message(), "correct what is named"
            )
            examination = unexamined([finding])
        else:
            examination = _examined(asked)
    with writing(stdout):
        FORMATS[form](examination, stdout)
    click.get_current_context().exit(examination.exit_code)


def _examined(asked: Asking) -> Examination:
    config, engine = asked.config, asked.engine
    with telling(sys.stderr) as tell:
        report = shown(ask(engine, None, tell))
    others = tuple(_of_daemon(config))
    return examined(report, config.targets, engine.checks, config.health, others)


def _of_daemon(config: Config) -> Iterator[Finding]:
    yield from web_findings(config.web)
    yield from open_files(secret_files(config, os.environ))
    yield from descriptor_findings(config.web)
    yield from timeout_findings(config.web, config.checks)
