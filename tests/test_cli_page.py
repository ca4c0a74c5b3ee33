"""``docs/cli.md`` and the commands tell the same."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from django_health_exporter.cli.program import COMMANDS, DEFAULT, program
from django_health_exporter.cli.source_options import source_options

PAGE = (Path(__file__).parent.parent / "docs" / "cli.md").read_text(encoding="utf-8")
ASKING = ("check", "watch", "wait")


@click.command()
@source_options
def _shared(**_given: object) -> None:
    """Have the flags that many commands share."""


def _flags(command: click.Command) -> set[str]:
    return {parameter.opts[0] for parameter in command.params if parameter.opts[0].startswith("-")}


def _command(name: str) -> click.Command:
    command = program.get_command(click.Context(program), name)
    assert command is not None
    return command


def _section(name: str) -> str:
    return PAGE.partition(f"\n## {name}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_is_told(name: str) -> None:
    """In the table, and in a section of its own."""
    assert re.search(rf"^\| \[?`{name}`", PAGE, re.MULTILINE)
    assert name == DEFAULT or _section(name)


@pytest.mark.parametrize("name", ASKING)
def test_each_flag_is_told(name: str) -> None:
    """Of those that the command has for itself."""
    section = _section(name)
    own = _flags(_command(name)) - _flags(_shared)
    assert [flag for flag in sorted(own) if flag not in section] == []


@pytest.mark.parametrize("name", ["check", "wait"])
def test_the_exit_codes_are_those_of_the_help(name: str) -> None:
    """All of them, and no other."""
    epilog = (_command(name).epilog or "").partition("Exit codes:")[2]
    in_help = re.findall(r"^  (\d) ", epilog, re.MULTILINE)
    in_page = re.findall(r"^\| (\d) \|", _section(name), re.MULTILINE)
    assert in_help == in_page != []
