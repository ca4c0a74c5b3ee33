"""Arguments of a management command."""

from __future__ import annotations

import pytest
from django.core.management.base import CommandError, CommandParser

from django_health.management.parser import OneLineParser, add_options_of_django, one_line


def test_code_that_calls_the_command_gets_an_exception() -> None:
    """It is no terminal that the process might end for."""
    parser = OneLineParser(prog="manage.py health", called_from_command_line=False)
    with pytest.raises(CommandError, match="unrecognized arguments: --bogus") as raised:
        parser.parse_args(["--bogus"])
    assert raised.value.returncode == 2


def test_at_a_terminal_it_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    """Also of a parser that somebody else made."""
    parser = one_line(CommandParser(prog="manage.py health", called_from_command_line=True))
    with pytest.raises(SystemExit) as ended:
        parser.parse_args(["--bogus"])
    assert ended.value.code == 2
    hint = "(see 'manage.py health --help')"
    told = f"Error: unrecognized arguments: --bogus {hint}\n"
    assert capsys.readouterr() == ("", told)


def test_what_is_not_given_behind_the_action_hides_nothing_before_it() -> None:
    """Or ``--no-color check`` would be in colour."""
    parser = OneLineParser(prog="a")
    add_options_of_django(parser)
    assert vars(parser.parse_args([])) == {}
    given = parser.parse_args(["--settings=shop", "--no-color"])
    assert vars(given) == {"settings": "shop", "no_color": True}
