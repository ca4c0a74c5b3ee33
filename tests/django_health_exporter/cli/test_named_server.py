"""Servers of which the kind alone is known."""

from __future__ import annotations

import click
import pytest

from django_health.grants.script import Account
from django_health_exporter.cli.named_server import KINDS, named_script


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
