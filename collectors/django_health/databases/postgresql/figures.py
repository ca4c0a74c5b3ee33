"""Collects the figures of one run."""

from __future__ import annotations

from collections.abc import Iterable

from django_health.databases import families
from django_health.result import Family, Figure, Outcome, measurements_of

_PREFIX = "django_health_database_"
_NO_PRIVILEGE = "42501"


class Figures:
    """What one run has learned so far.

    Args:
        alias: Django's alias of the database.
        version: The server's version, like ``15.4``.
        version_number: The same as a number, like 150004.
        grantee: To whom privileges would have to be granted, in words.

    Attributes:
        details: JSON-ready figures.
        reads_all_stats: Whether the user sees what sessions of other users do.
        pid: The process of the server that answered; 0 where it did not say.
        size: Bytes of the database, where this run has asked for them.
    """

    def __init__(self, alias: str, version: str, version_number: int, grantee: str) -> None:
        self.version_number = version_number
        self.details: dict[str, object] = {"engine": "postgresql", "version": version}
        self.reads_all_stats = False
        self.pid = 0
        self.size: int | None = None
        self._alias = alias
        self._grantee = grantee
        self._figures: list[Figure] = [(families.INFO, 1, (alias, "postgresql", version))]
        self._grants: list[str] = []
        self._missing = 0
        self._not_measured: list[str] = []

    def add(self, family: Family, value: float, *labels: str) -> None:
        """Add a figure for Prometheus."""
        self._figures.append((family, value, (self._alias, *labels)))

    def tell(self, family: Family, value: float) -> None:
        """Add a figure for Prometheus and, under the family's short name, for people."""
        self.add(family, value)
        self.details[_short(family)] = value

    def miss(self, missing: Iterable[Family], grant: str) -> None:
        """Note figures that the server keeps from us, and what would give them."""
        names = [_short(family) for family in missing]
        self._missing += len(names)
        self._grants.append(f"{', '.join(names)}: {grant} TO {self._grantee}")

    def refuse(self, missing: Iterable[Family], sqlstate: str, grant: str) -> None:
        """Note figures of which the server said why it does not give them."""
        if sqlstate == _NO_PRIVILEGE:
            self.miss(missing, grant)
        else:
            names = ", ".join(map(_short, missing))
            self._not_measured.append(f"{names}: SQLSTATE {sqlstate}")

    def outcome(self) -> Outcome:
        """Return all of it; what could not be measured does not make the database ill."""
        self.add(families.MISSING_PRIVILEGES, self._missing)
        if self._grants:
            self.details["missing_privileges"] = self._grants
        if self._not_measured:
            self.details["not_measured"] = self._not_measured
        return Outcome(details=self.details, measurements=measurements_of(self._figures))


def _short(family: Family) -> str:
    return family.name.removeprefix(_PREFIX)
