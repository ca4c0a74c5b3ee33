"""The statements on a cache table."""

from __future__ import annotations

import sqlite3

from django_health.caches.table.statements import TableStatements


def test_names_are_quoted_and_values_are_parameters() -> None:
    """A table of any name works, as SQLite shows."""
    name = 'odd "name" %'
    statements = TableStatements(name, lambda text: '"' + text.replace('"', '""') + '"')
    with sqlite3.connect(":memory:") as database:
        quoted = name.replace('"', '""')
        database.execute(f'CREATE TABLE "{quoted}" (cache_key, value, expires)')
        asked = {
            "insert": ("k", "v", "2020"),
            "select": ("k",),
            "count": ("2021",),
            "delete": ("k",),
        }
        found = {
            key: database.execute(getattr(statements, key).replace("%s", "?"), values).fetchall()
            for key, values in asked.items()
        }
    database.close()
    assert found == {"insert": [], "select": [("v",)], "count": [(1, 1)], "delete": []}
