"""``rules``: the alerts for Prometheus, with thresholds and the job's name."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from django_health.terminal.streams import put
from django_health_exporter.bundled.rules import in_one, is_ours, rule_files
from django_health_exporter.bundled.thresholds import ThresholdError, chosen
from django_health_exporter.cli.bundle_options import bundle_options, job_option
from django_health_exporter.cli.help_text import CONTEXT, closing_words
from django_health_exporter.cli.options import ConfigurationError, DiscreetCommand
from django_health_exporter.cli.placing import place
from django_health_exporter.cli.writing import writing

STDOUT = "-"


@click.command(
    cls=DiscreetCommand,
    context_settings=dict(CONTEXT),
    epilog=closing_words(
        [
            "rules --output=/etc/prometheus/rules",
            "rules --threshold=connections_warning=0.7 --threshold=queue_length=1000 > rules.yaml",
            "rules --job=shop --output=rules/shop",
        ],
        {0: "they are written", 2: "a flag cannot be used, or a file cannot be written"},
    ),
)
@click.option(
    "--output",
    default=STDOUT,
    show_default=True,
    metavar="DIR",
    type=click.Path(),
    help="The folder of the files; - prints all of them as one.",
)
@job_option("Narrow them to one job; default: exporters of all jobs, known by their metrics.")
@bundle_options
def rules(output: str, job: str, wanted: tuple[str, ...], force: bool) -> None:
    """Write the alerts and recording rules for Prometheus.

    Usage of CPU, memory and disks has no --threshold: it is compared with what each exporter is
    configured to, which the rules follow by themselves.
    """
    try:
        files = rule_files(chosen(wanted), job)
    except ThresholdError as error:
        raise ConfigurationError(f"--threshold: {error}") from None
    if output != STDOUT:
        place(Path(output), files, is_ours, force=force)
        return
    with writing(sys.stdout):
        put(in_one(files), sys.stdout)
