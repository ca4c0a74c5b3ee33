"""Servers of which the kind alone is known."""

from __future__ import annotations

import click
import pytest

from django_health.grants.script import Account
from django_health_exporter.cli.named_server import KINDS, WHEN, named_script


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_privileges(kind: str) -> None:
    """For the newest, where no version is given."""
    database = "0" if kind == "redis" else "shop"
    script = named_script(kind, "", database, "", Account())
    assert script.statements
    assert script.target == kind


@pytest.mark.parametrize(
    ("kind", "database"), [("mysql", ""), ("postgresql", "a\n"), ("redis", "x")]
)
def test_a_database_has_to_be_named(kind: str, database: str) -> None:
    """By its name, or by its number."""
    with pytest.raises(click.UsageError, match="--database"):
        named_script(kind, "", database, "", Account())


def test_the_prefix_of_a_cache() -> None:
    """It is before the key, as Django has it."""
    script = named_script("redis", "7.0", "3", "shop", Account())
    assert script.statements[0].endswith(" +select +client|setname ~shop:1:django-health-exporter*")


@pytest.mark.parametrize("kind", ["postgresql", "mysql", "mariadb"])
def test_what_a_project_needs_besides_is_a_comment(kind: str) -> None:
    """The table may not be there, and then its grant would be an error."""
    script = named_script(kind, "", "shop", "", Account())
    assert "django_migrations" not in "".join(script.statements)
    told = [line for line in script.notes[script.notes.index(WHEN) :] if "GRANT" in line]
    assert "django_migrations" in told[-1]
    assert all(line.startswith("  GRANT ") for line in told)


def test_where_nothing_can_be_granted_nothing_is_needed_besides() -> None:
    """The note would promise what the server cannot do."""
    assert WHEN not in named_script("postgresql", "9.6", "shop", "", Account()).notes
