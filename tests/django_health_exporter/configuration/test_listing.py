"""What is watched, as a list."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from django_health_exporter.configuration.config import Flags, load
from django_health_exporter.configuration.listing import Entry, listing, place_of
from django_health_exporter.web.effective.document import EffectiveTarget
from sample_checks import Sample


def entries(tmp_path: Path, text: str, **environ: str) -> dict[str, Entry]:
    """What a file amounts to, by name."""
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    with suppress(KeyError):
        del os.environ["DJANGO_SETTINGS_MODULE"]
    config = load(Flags(config_file=path), environ)
    return {entry.name: entry for entry in listing(config, config.checks)}


def test_where_it_was_found(tmp_path: Path) -> None:
    """The file, the environment, or nobody."""
    found = entries(
        tmp_path,
        "databases: {a: {url: 'postgres://u:canary@db/shop'}}\nhttp: {p: {url: 'https://h/canary'}}",
        CACHE_URL="rediss://:canary@h:6380/2",
    )
    assert found["database/a"] == Entry("database/a", "postgresql", "db shop", "file")
    assert found["cache/default"].place == "h:6380 database 2 TLS"
    assert found["cache/default"].origin == "environment"
    assert found["http/p"].origin == "file"
    assert found["system"] == Entry("system", "host")
    assert "canary" not in str(found)


def test_what_is_not_asked(tmp_path: Path) -> None:
    """Switched off, or not to be asked from outside; it is listed all the same."""
    found = entries(
        tmp_path,
        "databases: {a: {url: 'sqlite:////a.db'}}\ncollectors: {database: false, tcp: false}\n"
        "tcp: {t: {host: h, port: 1}}\ncaches: {l: {url: 'locmem://'}}",
    )
    assert found["database/a"].remark == "switched off"
    assert found["tcp/t"].remark == "switched off"
    assert found["cache/l"].remark


def test_what_is_not_critical(tmp_path: Path) -> None:
    """Also a target alone."""
    found = entries(
        tmp_path,
        "databases: {a: {url: 'sqlite:////a.db'}, b: {url: 'sqlite:////b.db'}}\n"
        "critical: {database/b: false}",
    )
    assert [found[f"database/{alias}"].critical for alias in "ab"] == [True, False]
    assert found["database/b"].remark == "not critical"


def test_custom_checks(tmp_path: Path) -> None:
    """Those that were registered are among the checks that run."""
    path = tmp_path / "a.yaml"
    path.write_text("{}")
    config = load(Flags(config_file=path), {})
    found = listing(config, [*config.checks, Sample("payments")])
    assert found[-1] == Entry("payments", "custom check", origin="")


@pytest.mark.parametrize(
    ("target", "place"),
    [
        ({"host": "::1", "port": 5432, "name": "shop"}, "[::1]:5432 shop"),
        ({"name": "/data/a.db"}, "/data/a.db"),
        ({"path": "/cache"}, "/cache"),
        ({"table": "cached", "database": "default"}, "table cached of database/default"),
        ({"server": "/run/redis.sock", "database": 0}, "/run/redis.sock"),
        ({}, ""),
    ],
)
def test_places(target: dict[str, Any], place: str) -> None:
    """In the words of each kind."""
    assert place_of(EffectiveTarget(target="x/y", engine="e", backend="b", **target)) == place
