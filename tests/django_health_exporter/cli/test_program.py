"""The program: its commands, and what is meant where none is named."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from django_health.version import __version__
from django_health_exporter.cli.options import variable
from django_health_exporter.cli.program import COMMANDS, DEFAULT, program
from fresh_imports import imported_by


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_is_there(name: str) -> None:
    """By its name, and in the list with the line of the table."""
    assert CliRunner().invoke(program, [name, "--help"]).exit_code == 0
    told = CliRunner().invoke(program, ["--help"]).stdout
    assert f"  {name} " in told
    assert COMMANDS[name][1] in told


def test_flags_alone_are_those_of_the_default() -> None:
    """As before there were commands."""
    with_name, without = (
        CliRunner().invoke(program, [*start, "--no-such-flag"]) for start in ([DEFAULT], [])
    )
    assert with_name.exit_code == without.exit_code == 2
    assert with_name.stderr == without.stderr
    ended = CliRunner().invoke(program, ["--config.check", "--no-collector.nothing"])
    assert "No such option '--no-collector.nothing'" in ended.stderr


def test_the_program_has_its_own_version() -> None:
    """And help."""
    ended = CliRunner().invoke(program, ["--version"])
    assert ended.stdout == f"django-health-exporter, version {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["chekc"], "No such command 'chekc'"),
        (["postgres://u:canary@h/d"], "No such command 'postgres://***@h/d'"),
        (["--nope"], "No such option '--nope'"),
        (["check", "more"], "Got unexpected extra argument (more)"),
        (["completion"], "Choose from: bash, zsh, fish"),
    ],
)
def test_a_mistake_is_one_line(arguments: list[str], complaint: str) -> None:
    """With where to read on."""
    ended = CliRunner().invoke(program, arguments)
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr.startswith("Error: ")
    assert complaint in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert ended.stderr.endswith("--help')\n")


def test_a_command_loads_no_other() -> None:
    """What only people need is not in the daemon: tables and templates are not loaded."""
    program_text = (
        "from click.testing import CliRunner\n"
        "from django_health_exporter.cli.program import program\n"
        "assert CliRunner().invoke(program, ['serve', '--config.check']).exit_code == 0\n"
    )
    environ = {variable("--no-collector.celery"): "1"}
    assert imported_by(program_text, environ).isdisjoint({"rich", "jinja2", "apprise", "smtplib"})
