"""The statements on a cache table, whose columns are those of ``manage.py createcachetable``."""

from __future__ import annotations

from collections.abc import Callable


class TableStatements:
    """Statements with ``%s`` for their parameters.

    Args:
        table: The name of the table, from the settings.
        quote: Quotes a name as the database wants it.

    Attributes:
        insert: Takes key, value and end of life.
        select: Takes the key, gives the value.
        delete: Takes the key.
        count: Takes the present time, gives the number of rows and of expired ones.
    """

    def __init__(self, table: str, quote: Callable[[str], str]) -> None:
        name = quote(table)
        key, value, expires = quote("cache_key"), quote("value"), quote("expires")
        # Only quoted names from the settings go into the text of a statement.
        self.insert = f"INSERT INTO {name} ({key}, {value}, {expires}) VALUES (%s, %s, %s)"  # noqa: S608
        self.select = f"SELECT {value} FROM {name} WHERE {key} = %s"  # noqa: S608
        self.delete = f"DELETE FROM {name} WHERE {key} = %s"  # noqa: S608
        self.count = f"SELECT COUNT(*), COUNT(CASE WHEN {expires} < %s THEN 1 END) FROM {name}"  # noqa: S608
