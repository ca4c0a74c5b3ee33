"""The names of checks on the command line."""

from __future__ import annotations

import click
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from django_health_exporter.cli.check_names import only_option


@click.command()
@only_option
def command(only: tuple[str, ...]) -> None:
    """Tell them."""
    click.echo(" ".join(only))


def test_it_may_be_repeated() -> None:
    """In the order in which they are given."""
    ended = CliRunner().invoke(command, ["--only=cache", "--only", "database/default"])
    assert ended.stdout == "cache database/default\n"


def test_a_shell_is_offered_components() -> None:
    """Those that begin with what is typed."""
    complete = ShellComplete(command, {}, "x", "_X")
    offered = [item.value for item in complete.get_completions(["--only"], "d")]
    assert offered == ["database", "dns"]
