"""Which configuration a command is about."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from django_health_exporter.cli.source_options import flags_of, loaded, source_options
from django_health_exporter.configuration.config import Flags

CLEARED = {"DJANGO_SETTINGS_MODULE": None, "DATABASE_URL": None, "CACHE_URL": None}


def _flags(*arguments: str, **environ: str) -> Flags:
    """What a command with these flags reads its configuration with."""
    found: list[Flags] = []

    @click.command()
    @click.option("--format")
    @source_options
    def command(**given: object) -> None:
        found.append(flags_of(given))

    ended = CliRunner().invoke(command, arguments, env={**CLEARED, **environ})
    assert ended.exit_code == 0, ended.output
    return found[0]


def _loaded(*arguments: str, **environ: str) -> Result:
    @click.command()
    @source_options
    def command(**given: object) -> None:
        click.echo(loaded(flags_of(given)).found)

    return CliRunner().invoke(command, arguments, env={**CLEARED, **environ})


def test_nothing_is_given() -> None:
    """Then nothing takes the place of what stands elsewhere; a flag of another kind is none."""
    assert _flags("--format=json") == Flags()


def test_flags() -> None:
    """By the names that the configuration has for them."""
    given = _flags(
        "--config.file=a.yaml",
        "--django.settings=shop.settings",
        "--django.pythonpath=src",
        "--no-collector.celery",
        "--collector.cache",
    )
    assert given == Flags(
        config_file=Path("a.yaml"),
        django_settings="shop.settings",
        django_pythonpath="src",
        collectors={"celery": False, "cache": True},
    )


def test_variables() -> None:
    """They do the same, and are remembered as what gave it."""
    given = _flags(DJANGO_SETTINGS_MODULE="shop.settings")
    assert given.django_settings == "shop.settings"
    assert given.from_environment == {"django.settings"}


def test_what_is_configured_is_read(tmp_path: Path) -> None:
    """Without a connection."""
    ended = _loaded(DATABASE_URL=f"sqlite:///{tmp_path}/none.sqlite3")
    assert ended.stdout == "1 target, found in the environment\n"


@pytest.mark.parametrize("text", ["nonsense: {}", "thresholds: {cpu: canary}"])
def test_what_cannot_be_used_is_a_line(text: str, tmp_path: Path) -> None:
    """And exit code 2."""
    file = tmp_path / "a.yaml"
    file.write_text(text, encoding="utf-8")
    ended = _loaded(f"--config.file={file}")
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"Error: {file}: ")
    assert ended.stderr.count("\n") == 1
    assert "canary" not in ended.stderr
