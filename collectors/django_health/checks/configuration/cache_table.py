"""Whether the table of a database cache was created."""

from __future__ import annotations

from django_health.checks.configuration.borrower import ConfigurationBorrower
from django_health.checks.configuration.families import CACHE_TABLE_MISSING
from django_health.databases.lending import Lender, MissingTableError
from django_health.result import Outcome, Reason, Status


class CacheTableCheck(ConfigurationBorrower):
    """The table of one cache, which ``manage.py createcachetable`` creates.

    Details: ``table_exists``.

    Args:
        cache: The alias of the cache.
        table: The table's name, from LOCATION; it is never told.
        lender: The database that Django's routers choose for the table.
        timeout: Seconds that a run may take.
    """

    description = "SELECT of no rows from the table of a database cache"

    def __init__(self, cache: str, table: str, lender: Lender, timeout: float) -> None:
        super().__init__(lender, timeout)
        self.part = f"cache/{cache}"
        self._cache = cache
        self._table = table

    def _ask(self) -> Outcome:
        table = quoted(self._table, self._lender.vendor)
        try:
            self._rows(f"SELECT 1 FROM {table} WHERE 1 = 0")  # noqa: S608 - a name from the settings
        except MissingTableError:
            return Outcome(
                Status.WARNING,
                Reason.MISCONFIGURED,
                f"the table of the cache {self._cache!r} does not exist: "
                "run manage.py createcachetable",
                {"table_exists": False},
                (CACHE_TABLE_MISSING(1, self._cache),),
            )
        return Outcome(
            details={"table_exists": True}, measurements=(CACHE_TABLE_MISSING(0, self._cache),)
        )


def quoted(table: str, vendor: str) -> str:
    """Return a table's name as Django quotes it for a kind of database; one in quotes stays."""
    mark = "`" if vendor == "mysql" else '"'
    if table.startswith(mark) and table.endswith(mark):
        return table
    return f"{mark}{table.upper() if vendor == 'oracle' else table}{mark}"
