"""``targets``: what is watched, where it is, and who says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import IO

import click
import msgspec

from django_health.terminal.streams import put
from django_health_exporter.cli.asking import asking
from django_health_exporter.cli.help_text import CONTEXT, closing_words
from django_health_exporter.cli.options import DiscreetCommand
from django_health_exporter.cli.source_options import source_options
from django_health_exporter.cli.writing import writing
from django_health_exporter.configuration.config import Config
from django_health_exporter.configuration.listing import Entry, listing


def _write_table(config: Config, entries: tuple[Entry, ...], stream: IO[str]) -> None:
    from django_health.terminal.printing import show  # noqa: PLC0415 - rich, for people alone
    from django_health.terminal.rows import RowTable  # noqa: PLC0415 - the same

    rows = [(one.name, one.kind, one.place, one.origin, one.remark) for one in entries]
    show(RowTable(("target", "kind", "where", "from", ""), rows), stream)
    click.echo(f"\n{config.found}", file=stream)


def _write_json(_config: Config, entries: tuple[Entry, ...], stream: IO[str]) -> None:
    body = msgspec.json.format(msgspec.json.encode(entries), indent=2)
    put(body.decode() + "\n", stream)


FORMATS: Mapping[str, Callable[[Config, tuple[Entry, ...], IO[str]], None]] = {
    "table": _write_table,
    "json": _write_json,
}


@click.command(
    cls=DiscreetCommand,
    context_settings=dict(CONTEXT),
    epilog=closing_words(
        [
            "targets --django.settings=shop.settings",
            "targets --config.file=/etc/exporter.yml --format=json | jq -r '.[].name'",
        ],
        {
            0: "they are on stdout",
            2: "the flags or the configuration cannot be used, or the answer cannot be written",
        },
    ),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="table",
    show_default=True,
    help="How to tell them.",
)
@source_options
def targets(form: str, **given: object) -> None:
    """List what is watched: its name, what it is, where it is, and where that was found.

    Nothing is connected to. No user, password, URL or option's value is told. The names are those
    that /probe, 'check --only' and 'wait' take.
    """
    with asking(given) as asked:
        checks = asked.engine.checks
        with writing(asked.stdout):
            FORMATS[form](asked.config, listing(asked.config, checks), asked.stdout)
