"""DATABASES to targets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from django_health.sources.databases import database_targets
from django_health.targets import (
    MySQLTarget,
    PostgreSQLTarget,
    Secret,
    SQLiteTarget,
    Target,
    TargetError,
)

CANARY = "canary-52c1"
PG = "django.db.backends.postgresql"
MYSQL = "django.db.backends.mysql"
SQLITE = "django.db.backends.sqlite3"


def only(**settings: object) -> Target:
    """The target of one alias with these settings."""
    (target,) = database_targets({"x": settings})
    return target


def test_every_value_arrives_typed() -> None:
    """Host, port, name, user, password and OPTIONS of a PostgreSQL database."""
    target = only(
        ENGINE=PG,
        NAME="shop",
        USER="app",
        PASSWORD=CANARY,
        HOST="db",
        PORT="5433",
        OPTIONS={"sslmode": "require"},
        TEST={"NAME": 1},
    )
    assert target == PostgreSQLTarget(
        "x", PG, "db", 5433, "shop", "app", Secret(CANARY), {"sslmode": "require"}
    )
    assert CANARY not in repr(target)


def test_defaults_are_empty() -> None:
    """A MySQL database with nothing but its engine."""
    assert only(ENGINE=MYSQL, PASSWORD=None, PORT="", OPTIONS=None) == MySQLTarget("x", MYSQL)


def test_the_aliases_keep_their_order() -> None:
    """The order of the settings is the order of the answers."""
    databases = {alias: {"ENGINE": MYSQL} for alias in ("b", "default", "a")}
    assert [target.alias for target in database_targets(databases)] == ["b", "default", "a"]


@pytest.mark.parametrize("settings", [{}, {"ENGINE": ""}, {"ENGINE": "django.db.backends.dummy"}])
def test_no_database_is_no_target(settings: dict[str, object]) -> None:
    """Django's way of having no database."""
    assert database_targets({"default": settings}) == []


def test_several_hosts_have_several_ports() -> None:
    """What libpq takes as a list stays one, in OPTIONS."""
    target = only(ENGINE=PG, NAME="shop", HOST="a,b", PORT="5432,5433")
    assert isinstance(target, PostgreSQLTarget)
    assert (target.host, target.port, target.options["port"]) == ("a,b", None, "5432,5433")


def test_a_service_needs_no_name() -> None:
    """NAME may be empty with OPTIONS['service'], and None is the database postgres."""
    service = only(ENGINE=PG, OPTIONS={"service": "shop"})
    default = only(ENGINE=PG, NAME=None)
    assert isinstance(service, PostgreSQLTarget)
    assert isinstance(default, PostgreSQLTarget)
    assert (service.name, default.name) == ("", "postgres")


def test_the_file_of_sqlite_may_be_a_path() -> None:
    """As Django's own project template writes it."""
    target = only(ENGINE=SQLITE, NAME=Path("/srv/db.sqlite3"))
    assert isinstance(target, SQLiteTarget)
    assert target.name == "/srv/db.sqlite3"


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"ENGINE": PG, "NAME": "x", "PORT": CANARY}, r"DATABASES\['x'\]\['PORT'\] must be a port"),
        ({"ENGINE": PG, "NAME": "x", "PORT": f"1,{CANARY}"}, r"\['PORT'\] must be a port"),
        ({"ENGINE": PG, "NAME": "x", "PASSWORD": 12}, r"\['PASSWORD'\] must be a string"),
        ({"ENGINE": PG, "NAME": "x", "OPTIONS": CANARY}, r"\['OPTIONS'\] must be a dictionary"),
        ({"ENGINE": PG}, r"\['NAME'\] is empty"),
        ({"ENGINE": SQLITE}, r"\['NAME'\] is empty"),
        ({"ENGINE": "no.such.engine"}, r"\['ENGINE'\] names no engine"),
        ({"ENGINE": 7}, r"\['ENGINE'\] must be a string"),
    ],
)
def test_what_is_wrong_is_named_and_not_repeated(settings: dict[str, object], text: str) -> None:
    """The error names place and remedy and holds no value."""
    with pytest.raises(TargetError, match=text) as caught:
        database_targets({"x": settings})
    assert CANARY not in str(caught.value)


def test_settings_that_are_no_dictionary_are_named() -> None:
    """An alias that holds a URL, say."""
    with pytest.raises(TargetError, match=r"^DATABASES\['x'\] must be a dictionary$"):
        database_targets({"x": CANARY})  # type: ignore[dict-item]


@pytest.mark.parametrize("databases", [[], None, CANARY])
def test_databases_that_are_no_dictionary_are_named(databases: Any) -> None:
    """The setting itself may be wrong."""
    with pytest.raises(TargetError, match=r"^DATABASES must be a dictionary$"):
        database_targets(databases)


@pytest.mark.parametrize(
    ("alias", "text"), [(1, r"no string \(int\)"), (None, "no string"), ("a\udcff", "not UTF-8")]
)
def test_an_alias_that_can_be_no_label_is_refused(alias: Any, text: str) -> None:
    """Else no scrape could be answered for good."""
    with pytest.raises(TargetError, match=rf"^DATABASES has an alias that is {text}"):
        database_targets({alias: {"ENGINE": MYSQL}})
