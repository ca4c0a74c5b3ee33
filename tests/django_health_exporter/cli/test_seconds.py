"""Seconds on the command line."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from django_health_exporter.cli.seconds import seconds_option


@click.command()
@seconds_option("--timeout", help="Until when.")
@seconds_option("--interval", help="How often.", least=0.1, default="2", show_default=True)
def command(timeout: float | None, interval: float) -> None:
    """Tell them."""
    click.echo(f"{timeout} {interval}")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "None 2.0"),
        (["--timeout=0.01", "--interval=0.1"], "0.01 0.1"),
    ],
)
def test_numbers(arguments: list[str], told: str) -> None:
    """Also the default, which is a text."""
    assert CliRunner().invoke(command, arguments).stdout == f"{told}\n"


@pytest.mark.parametrize("argument", ["--timeout=soon", "--timeout=0", "--interval=0.05"])
def test_what_is_none(argument: str) -> None:
    """The flag and the bounds are named."""
    ended = CliRunner().invoke(command, [argument])
    assert ended.exit_code == 2
    assert f"'{argument.partition('=')[0]}': a number of seconds from 0." in ended.stderr


def test_help() -> None:
    """The unit stands in the place of the value, and the bounds behind the meaning."""
    told = CliRunner().invoke(command, ["--help"]).stdout
    assert "--timeout SECONDS" in told
    assert "How often; from 0.1 to 86400." in " ".join(told.split())
    assert "[default: 2]" in told
