"""What one run of a database check has found."""

from __future__ import annotations

from django_health.result import (
    Family,
    Figure,
    Measurement,
    Outcome,
    Reason,
    Status,
    measurements_of,
)


class Figures:
    """Measurements for Prometheus and details for JSON, gathered one by one.

    Args:
        database: Django's alias, the first label of every measurement.

    Attributes:
        details: JSON-ready figures.
        size: Bytes of the database as a server has told them, where this run has asked it.
    """

    def __init__(self, database: str) -> None:
        self._database = database
        self._figures: list[Figure] = []
        self.details: dict[str, object] = {}
        self.size: int | None = None

    def add(self, family: Family, value: float, *labels: str) -> None:
        """Add a measurement; labels after that of the alias."""
        self._figures.append((family, value, (self._database, *labels)))

    def has(self, family: Family) -> bool:
        """Whether there is a measurement of the family already."""
        return any(figure[0] is family for figure in self._figures)

    @property
    def measurements(self) -> tuple[Measurement, ...]:
        """What was added so far, for Prometheus."""
        return measurements_of(self._figures)

    def outcome(
        self, status: Status = Status.OK, reason: Reason | None = None, message: str = ""
    ) -> Outcome:
        """Return all that was gathered, as an outcome."""
        return Outcome(status, reason, message, self.details, self.measurements)
