"""``dashboards``: what Grafana shows, with thresholds, the job's name and the data source."""

from __future__ import annotations

from pathlib import Path

import click

from django_health_exporter.bundled.dashboards import dashboard_files, is_ours
from django_health_exporter.bundled.thresholds import ThresholdError, chosen
from django_health_exporter.cli.bundle_options import bundle_options, job_option
from django_health_exporter.cli.help_text import CONTEXT, closing_words
from django_health_exporter.cli.options import ConfigurationError, DiscreetCommand
from django_health_exporter.cli.placing import place


@click.command(
    cls=DiscreetCommand,
    context_settings=dict(CONTEXT),
    epilog=closing_words(
        [
            "dashboards --output=/etc/grafana/dashboards/django-health",
            "dashboards --output=boards --job=shop --datasource=Mimir",
            "dashboards --output=boards --threshold=connections_warning=0.7",
        ],
        {0: "they are written", 2: "a flag cannot be used, or a file cannot be written"},
    ),
)
@click.option(
    "--output",
    required=True,
    metavar="DIR",
    type=click.Path(file_okay=False),
    help="The folder of the files.",
)
@click.option(
    "--datasource",
    default="",
    metavar="NAME",
    help="The data source that is chosen at first, by name or UID; default: Grafana's default.",
)
@job_option("The job that is chosen at first; default: all.")
@bundle_options
def dashboards(
    output: str, job: str, datasource: str, wanted: tuple[str, ...], force: bool
) -> None:
    """Write the dashboards for Grafana, which imports them or reads their folder.

    Give the same thresholds as to 'rules', so that lines and colours are where alerts fire. Those
    of CPU, memory and disks are told by each exporter, and dashboards follow them by themselves.
    """
    try:
        numbers = chosen(wanted)
    except ThresholdError as error:
        raise ConfigurationError(f"--threshold: {error}") from None
    place(Path(output), dashboard_files(numbers, job, datasource), is_ours, force=force)
