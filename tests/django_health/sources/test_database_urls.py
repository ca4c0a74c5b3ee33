"""Database URLs to dictionaries as in DATABASES."""

from __future__ import annotations

import pytest

from django_health.sources.database_urls import database_from_url
from django_health.sources.databases import database_targets
from django_health.targets import TargetError

PG = "django.db.backends.postgresql"
MYSQL = "django.db.backends.mysql"
SQLITE = "django.db.backends.sqlite3"
CANARY = "canary-88e2"


def server(engine: str, **settings: object) -> dict[str, object]:
    """What DATABASES holds for a server, with these values."""
    default = {"NAME": "", "USER": "", "PASSWORD": "", "HOST": "", "PORT": "", "OPTIONS": {}}
    return {"ENGINE": engine, **default, **settings}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgres://app:p%40ss@db:5433/shop?sslmode=require",
            server(
                PG,
                NAME="shop",
                USER="app",
                PASSWORD="p@ss",
                HOST="db",
                PORT=5433,
                OPTIONS={"sslmode": "require"},
            ),
        ),
        ("postgresql://db/shop", server(PG, NAME="shop", HOST="db")),
        ("pgsql://db/shop", server(PG, NAME="shop", HOST="db")),
        ("psql:///shop", server(PG, NAME="shop")),
        (
            "postgis://[::1]/shop",
            server("django.contrib.gis.db.backends.postgis", NAME="shop", HOST="::1"),
        ),
        (
            "postgres://%2Fvar%2Frun%2FpostgreSQL/shop",
            server(PG, NAME="shop", HOST="/var/run/postgreSQL"),
        ),
        (
            "postgres:///shop?host=/run/pg&port=5433&user=app&conn_max_age=600",
            server(PG, NAME="shop", HOST="/run/pg", PORT="5433", USER="app"),
        ),
        ("postgres://a:1,b:2/shop", server(PG, NAME="shop", HOST="a,b", PORT="1,2")),
        ("postgres://a,b/shop", server(PG, NAME="shop", HOST="a,b")),
        ("postgres:///?service=shop", server(PG, OPTIONS={"service": "shop"})),
        (
            "postgres:///shop?currentSchema=s",
            server(PG, NAME="shop", OPTIONS={"options": "-c search_path=s"}),
        ),
        (
            "mysql://app:x@db:3307/shop?charset=utf8mb4&ssl-ca=/ca&connect_timeout=3",
            server(
                MYSQL,
                NAME="shop",
                USER="app",
                PASSWORD="x",
                HOST="db",
                PORT=3307,
                OPTIONS={"charset": "utf8mb4", "connect_timeout": 3, "ssl": {"ca": "/ca"}},
            ),
        ),
        ("mariadb://db", server(MYSQL, HOST="db")),
        (f"mysql://db?x={'9' * 5000}", server(MYSQL, HOST="db", OPTIONS={"x": "9" * 5000})),
        ("mysql2://db/a%2Fb", server(MYSQL, HOST="db", NAME="a/b")),
        ("mysqlgis://db", server("django.contrib.gis.db.backends.mysql", HOST="db")),
        ("mysql://%2Frun%2Fmysqld.sock/shop", server(MYSQL, HOST="/run/mysqld.sock", NAME="shop")),
        (
            "mysql:///shop?unix_socket=/run/mysqld.sock&local-infile=true",
            server(MYSQL, HOST="/run/mysqld.sock", NAME="shop", OPTIONS={"local_infile": True}),
        ),
        ("sqlite:///db.sqlite3", {"ENGINE": SQLITE, "NAME": "db.sqlite3", "OPTIONS": {}}),
        (
            "sqlite:////srv/a%20b@c?timeout=20",
            {"ENGINE": SQLITE, "NAME": "/srv/a b@c", "OPTIONS": {"timeout": 20}},
        ),
        ("sqlite://:memory:", {"ENGINE": SQLITE, "NAME": ":memory:", "OPTIONS": {}}),
        ("sqlite://", {"ENGINE": SQLITE, "NAME": ":memory:", "OPTIONS": {}}),
        (
            "spatialite:////srv/geo",
            {
                "ENGINE": "django.contrib.gis.db.backends.spatialite",
                "NAME": "/srv/geo",
                "OPTIONS": {},
            },
        ),
    ],
)
def test_a_url_is_what_databases_would_hold(url: str, expected: dict[str, object]) -> None:
    """In the forms that Django users know; and each becomes a target."""
    found = database_from_url(url, "DATABASE_URL")
    assert found == expected
    assert len(database_targets({"x": found})) == 1


@pytest.mark.parametrize(
    ("url", "text"),
    [
        (f"oracle://u:{CANARY}@h/d", "begins with an unknown scheme: use one of mariadb, mysql"),
        (f"postgres://u:{CANARY}@h", "names no database"),
        (f"mysql://u:{CANARY}@a,b/d", "names several hosts"),
        (f"postgres://u:{CANARY}/x@h/d", "cannot be taken apart: percent-encode"),
        ("sqlite://db.sqlite3", "needs three slashes"),
    ],
)
def test_a_bad_url_is_named_and_not_repeated(url: str, text: str) -> None:
    """By the variable that holds it, with the remedy."""
    with pytest.raises(TargetError, match=f"^DATABASE_URL_X {text}") as caught:
        database_from_url(url, "DATABASE_URL_X")
    assert CANARY not in str(caught.value)
