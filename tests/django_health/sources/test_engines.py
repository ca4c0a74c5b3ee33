"""Which check an ENGINE gets."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from django_health.sources.engines import target_class
from django_health.targets import (
    DatabaseTarget,
    DjangoDatabaseTarget,
    MySQLTarget,
    PostgreSQLTarget,
    SQLiteTarget,
    TargetError,
)


@pytest.mark.parametrize(
    ("engine", "kind"),
    [
        ("django.db.backends.postgresql", PostgreSQLTarget),
        ("django.db.backends.postgresql_psycopg2", PostgreSQLTarget),
        ("django.contrib.gis.db.backends.postgis", PostgreSQLTarget),
        ("django_prometheus.db.backends.postgresql", PostgreSQLTarget),
        ("django_tenants.postgresql_backend", PostgreSQLTarget),
        ("psqlextra.backend", PostgreSQLTarget),
        ("django.db.backends.mysql", MySQLTarget),
        ("dj_db_conn_pool.backends.mysql", MySQLTarget),
        ("django.db.backends.sqlite3", SQLiteTarget),
        ("django.contrib.gis.db.backends.spatialite", SQLiteTarget),
    ],
)
def test_well_known_engines_need_no_import(engine: str, kind: type[DatabaseTarget]) -> None:
    """Neither the engine's package nor its driver is needed to know it."""
    before = set(sys.modules)
    assert target_class(engine, "X") is kind
    assert not {name for name in set(sys.modules) - before if name.startswith("django.")}


@pytest.mark.parametrize(
    ("vendor", "kind"),
    [("postgresql", PostgreSQLTarget), ("sqlite", SQLiteTarget), ("oracle", DjangoDatabaseTarget)],
)
def test_an_unknown_engine_is_known_by_its_vendor(
    vendor: str, kind: type[DatabaseTarget], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrapper in the project itself counts as what it wraps."""
    package = tmp_path / f"wrapped_{vendor}"
    package.mkdir()
    (package / "base.py").write_text(f"class DatabaseWrapper:\n    vendor = {vendor!r}\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert target_class(package.name, "X") is kind


def test_an_engine_whose_driver_is_missing_goes_through_django() -> None:
    """The check says what is missing; Oracle's driver is not among our dependencies."""
    assert target_class("django.db.backends.oracle", "X") is DjangoDatabaseTarget


def test_a_wrong_path_names_its_place() -> None:
    """The error holds the place and the remedy."""
    with pytest.raises(TargetError, match=r"^DATABASES\['x'\]\['ENGINE'\] names no engine"):
        target_class("django.db.backends.postgres", "DATABASES['x']['ENGINE']")
