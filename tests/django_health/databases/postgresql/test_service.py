"""Addresses of connection services."""

from __future__ import annotations

from pathlib import Path

import pytest

from django_health.databases.postgresql.service import address_of_service

TEXT = """
# host=comment.example
[other]
host=other.example

[shop]
host=db.example
# host=late.example
port=6432
host=second.example
dbname=shop
password=canary

[last]
hostaddr=10.0.0.9
"""


@pytest.fixture
def service_file(tmp_path: Path) -> Path:
    """A file with three services."""
    path = tmp_path / "pg_service.conf"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_service_gives_its_address_alone(service_file: Path) -> None:
    """Of a service only what is needed for resolving is taken, the first of a repeated key."""
    found = address_of_service("shop", {"PGSERVICEFILE": str(service_file)})

    assert found == {"host": "db.example", "port": "6432"}


@pytest.mark.parametrize(
    ("variable", "name"),
    [("HOME", ".pg_service.conf"), ("PGSYSCONFDIR", "pg_service.conf")],
)
def test_the_files_of_libpq_are_read(service_file: Path, variable: str, name: str) -> None:
    """Without PGSERVICEFILE the file is in the home or in the system's folder."""
    service_file.rename(service_file.with_name(name))

    found = address_of_service("last", {variable: str(service_file.parent)})

    assert found == {"hostaddr": "10.0.0.9"}


def test_an_unknown_service_gives_nothing(service_file: Path) -> None:
    """What no file has is left to libpq."""
    environ = {"PGSERVICEFILE": str(service_file), "PGSYSCONFDIR": "/nonexistent"}

    assert address_of_service("nobody", environ) == {}
