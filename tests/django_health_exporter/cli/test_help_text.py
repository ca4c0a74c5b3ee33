"""What stands at the end of ``--help``."""

from __future__ import annotations

import re

import click
import pytest
from click.testing import CliRunner

from django_health_exporter.cli.help_text import PROGRAM, closing_words
from django_health_exporter.cli.program import COMMANDS, program


def test_lines_stay_as_they_are() -> None:
    """Click would make a paragraph of them."""

    @click.command(epilog=closing_words(["check", "wait a"], {0: "fine", 2: "not"}))
    def command() -> None:
        """Do nothing."""

    told = CliRunner().invoke(command, ["--help"]).stdout
    assert told.endswith(
        "  Examples:\n    django-health-exporter check\n    django-health-exporter wait a\n\n"
        "  Exit codes:\n    0  fine\n    2  not\n"
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_examples_and_tells_its_exit_codes(name: str) -> None:
    """Of commands that are there."""
    told = CliRunner().invoke(program, [name, "--help"]).stdout
    examples = re.findall(rf"^    {PROGRAM} (\S+)", told, re.MULTILINE)
    assert examples
    assert all(word in COMMANDS or word.startswith("-") for word in examples)
    assert re.search(r"^  Exit codes:\n    0  ", told, re.MULTILINE) or "Commands:" in told
