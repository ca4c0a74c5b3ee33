"""The page of ``manage.py`` has each command that Django finds, with its options."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management.base import BaseCommand, CommandParser

from django_health import management
from reference.commands import manage
from reference.commands.manage import COMMANDS, PAGE, actions_of, options_of, parser_of
from reference.meaning import Undocumented

TEXT = PAGE.text()


class Silent(BaseCommand):
    """A command with an option that nobody explains."""

    help = "Go."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare it."""
        parser.add_argument("--new")


def test_each_command() -> None:
    """That is in the folder where Django looks."""
    folder = Path(management.__path__[0]) / "commands"
    assert set(COMMANDS) == {file.stem for file in folder.glob("[!_]*.py")}


@pytest.mark.parametrize("name", COMMANDS)
def test_each_option(name: str) -> None:
    """Of the command and of what it can do; Django's own are told once."""
    parser = parser_of(name)
    parsers = [parser, *(below for _, below in actions_of(parser).values())]
    options = [one for each in parsers for one in options_of(each)]
    assert options
    for option in options:
        assert f"| `{(option.option_strings or [f'{option.metavar} …'])[0]}` |" in TEXT
        assert option.dest not in {"settings", "verbosity"}


def test_an_option_without_help_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named with its command."""
    monkeypatch.setattr(manage, "COMMANDS", {"silent": Silent})
    with pytest.raises(Undocumented, match=r"new of manage\.py silent"):
        PAGE.text()
