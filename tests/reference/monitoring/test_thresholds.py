"""The page of the thresholds has each that the command takes."""

from __future__ import annotations

from django_health_exporter.bundled.thresholds import offered
from reference.monitoring.thresholds import PAGE

TEXT = PAGE.text()


def test_each_threshold() -> None:
    """With its default and the alerts that compare with it."""
    rows = {line.split(" | ")[0]: line for line in TEXT.splitlines()}
    for name, one in offered().items():
        row = rows[f"| `{name}`"]
        assert f" | {one.default:.12g} | {one.unit} | " in row
    assert "runbooks/DjangoHealthDatabaseConnectionsHigh.md" in rows["| `connections_critical`"]
