"""``docs/cli.md`` and the commands tell the same."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from django_health_exporter.cli.program import COMMANDS, DEFAULT
from reference.commands.program import closing, commands

PAGE = (Path(__file__).parent.parent / "docs" / "cli.md").read_text(encoding="utf-8")


def _section(name: str) -> str:
    return PAGE.partition(f"\n## {name}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_is_told(name: str) -> None:
    """In the table, and in a section of its own."""
    assert re.search(rf"^\| \[?`{name}`", PAGE, re.MULTILINE)
    assert name == DEFAULT or _section(name)


@pytest.mark.parametrize("flag", sorted(set(re.findall(r"--[a-z][\w.-]*\w", PAGE))))
def test_each_flag_that_it_names_is_there(flag: str) -> None:
    """Of some command."""
    assert flag in {
        name
        for _, command in commands()
        for one in command.get_params(click.Context(command))
        for name in one.opts
    }


def test_each_exit_code_that_it_names_is_one() -> None:
    """Of ``check``, of which it tells all."""
    (sentence,) = re.findall(r"The \[exit code\].* is (.*)\.", _section("check"))
    (check,) = (command for name, command in commands() if name == "check")
    _, codes = closing(check)
    assert re.findall(r"\d", sentence) == [row[0].strip("`") for row in codes]
