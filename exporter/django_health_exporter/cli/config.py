"""``config``: whether the configuration can be used, and what may stand in it."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import msgspec

from django_health.errors import HealthCheckError
from django_health.terminal.hush import prints_aside
from django_health.terminal.signals import ending_at_signals
from django_health.terminal.streams import put
from django_health_exporter.cli.help_text import CONTEXT, closing_words
from django_health_exporter.cli.leaving import bounded_reading
from django_health_exporter.cli.options import ConfigurationError, DiscreetCommand, DiscreetGroup
from django_health_exporter.cli.source_options import flags_of, loaded, source_options
from django_health_exporter.cli.web_options import web_given, web_options
from django_health_exporter.cli.writing import writing
from django_health_exporter.configuration.json_schema import FILES, json_schema
from django_health_exporter.web.policy.current import CurrentPolicy


@click.group(
    cls=DiscreetGroup,
    context_settings=dict(CONTEXT),
    epilog=closing_words(
        [
            "config check --config.file=/etc/exporter.yml",
            "config schema > /etc/exporter.schema.json",
        ],
        {
            0: "done",
            2: "the flags or the configuration cannot be used, or the answer cannot be written",
        },
    ),
)
def config() -> None:
    """Check the configuration, or print what may stand in it."""


@config.command(
    cls=DiscreetCommand,
    short_help="Read it, and connect to nothing.",
    context_settings=dict(CONTEXT),
    epilog=closing_words(
        [
            "config check --config.file=/etc/exporter.yml --web.config.file=/etc/web.yml",
            "config check --django.settings=shop.settings",
        ],
        {0: "it can be used", 2: "it cannot; one line on stderr says what, where, and what to do"},
    ),
)
@source_options
@web_options
def check(**given: object) -> None:
    """Read all that the daemon would read at its start, and connect to nothing.

    It is what 'serve --config.check' does, but for --log.level and --log.format and their
    variables, which 'serve' alone has.
    """
    web = web_given(given)
    with ending_at_signals():
        with prints_aside(), bounded_reading():
            read = loaded(flags_of(given, web))
            file = read.web.config_file
            try:
                CurrentPolicy(Path(file) if file else None)
            except HealthCheckError as error:
                raise ConfigurationError(str(error)) from None
        with writing(sys.stdout):
            click.echo(f"valid: {read.found}")


@config.command(
    cls=DiscreetCommand,
    short_help="Print the JSON schema of a file, for editors.",
    context_settings=dict(CONTEXT),
    epilog=closing_words(
        [
            "config schema > exporter.schema.json",
            "config schema web > web.schema.json",
        ],
        {0: "it is on stdout", 2: "there is none of that name, or it cannot be written"},
    ),
)
@click.argument("file", type=click.Choice(list(FILES)), default="config", metavar="[FILE]")
def schema(file: str) -> None:
    """Print the JSON schema of a FILE, by which editors complete its keys and mark mistakes.

    'config' is the file of --config.file, YAML or TOML; 'web' is that of --web.config.file. In YAML
    a comment in the first line names the schema for most editors:

    \b
    # yaml-language-server: $schema=exporter.schema.json
    """  # noqa: D301 - click wants the character itself
    body = msgspec.json.format(msgspec.json.encode(json_schema(file)), indent=2)
    with writing(sys.stdout):
        put(body.decode() + "\n", sys.stdout)
