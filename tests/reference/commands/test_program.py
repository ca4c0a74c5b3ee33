"""The page of the commands has each of them, with all flags and exit codes."""

from __future__ import annotations

import re

import click
import pytest

from django_health_exporter.cli.program import COMMANDS, OWN
from reference.commands import program
from reference.commands.flags import arguments_of, flag_table, flags_of, name_of
from reference.commands.program import PAGE, SHARED, closing, commands, own_flags, said_paragraphs
from reference.meaning import Undocumented

TEXT = PAGE.text()
ALL = dict(commands())

every_command = pytest.mark.parametrize("name", ALL)


def _section(heading: str) -> str:
    return TEXT.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def test_each_command() -> None:
    """In the list, and those below it too."""
    assert {name.partition(" ")[0] for name in ALL} == set(COMMANDS)
    assert {"config check", "config schema"} <= ALL.keys()


def test_flags_of_the_program_itself() -> None:
    """All that it takes without a command."""
    section = _section("The program itself")
    told = {name for row, _ in own_flags() for name in re.findall(r"`([^`]+)`", row)}
    assert told == set(OWN)
    assert all(f"`{name}`" in section for name in OWN)


def test_seconds_have_bounds() -> None:
    """Those that a number is held against."""
    intervals = [one for name in ALL for one in flags_of(ALL[name]) if "--interval" in one.opts]
    assert intervals
    assert all((one.help or "").endswith("; from 0.1 to 86400.") for one in intervals)


@every_command
def test_each_flag(name: str) -> None:
    """In its own table, or in one to which the section leads."""
    section = _section(f"`{name}`")
    linked = [heading for heading in SHARED if f"](#{heading.lower()})" in section]
    shared = "".join(_section(heading) for heading in linked)
    for option in flags_of(ALL[name]):
        assert f"| `{name_of(option)}` |" in section + shared, option.opts


@every_command
def test_each_exit_code(name: str) -> None:
    """As its help has them, each with a meaning."""
    _, codes = closing(ALL[name])
    assert codes
    assert all(text for _, text in codes)
    told = re.findall(r"^\| `(\d)` \|", _section(f"`{name}`"), re.MULTILINE)
    assert told == [number.strip("`") for number, _ in codes]


def test_flags_that_may_be_repeated_say_so() -> None:
    """In their help."""
    repeated = [one for command in ALL.values() for one in flags_of(command) if one.multiple]
    assert repeated
    assert all("repeated" in (one.help or "") for one in repeated)


def test_a_flag_without_help_cannot_be_written() -> None:
    """It is named with its command."""
    command = click.Command("go", params=[click.Option(["--new"])])
    with pytest.raises(Undocumented, match="the flag --new of go"):
        flag_table(command, flags_of(command))


def test_an_argument_has_to_be_told() -> None:
    """In the text of its command, which there has to be."""
    argument = click.Argument(["names"], nargs=-1, metavar="[NAME]...")
    assert arguments_of(click.Command("go", params=[argument], help="Go to NAMEs.")) == [
        "[NAME]..."
    ]
    with pytest.raises(Undocumented, match="the argument NAME of go"):
        arguments_of(click.Command("go", params=[argument], help="Go."))
    with pytest.raises(Undocumented, match="the command go"):
        said_paragraphs(click.Command("go"), "go")


def test_what_must_not_be_filled_is_shown_as_it_is() -> None:
    """A comment of YAML is no heading."""
    text = "Go.\n\n\b\n# a: b\n  c"
    assert said_paragraphs(click.Command("go", help=text), "go")[1] == "```text\n# a: b\n  c\n```"


def test_a_command_without_a_line_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the table of commands."""
    monkeypatch.setattr(program, "COMMANDS", {"serve": ("serve", "")})
    with pytest.raises(Undocumented, match="serve"):
        PAGE.text()
