"""Tables."""

from __future__ import annotations

from collections.abc import Sequence

from grafana_foundation_sdk.builders import table
from grafana_foundation_sdk.builders.dashboard import ThresholdsConfig
from grafana_foundation_sdk.builders.prometheus import Dataquery
from grafana_foundation_sdk.models.dashboard import ValueMap

from mixin.dashboards.looks import plain
from mixin.dashboards.source import DATASOURCE


def listing(
    title: str,
    description: str,
    *queries: Dataquery,
    unit: str = "none",
    meanings: Sequence[ValueMap] = (),
    colours: ThresholdsConfig | None = None,
    width: int = 24,
    height: int = 9,
) -> table.Panel:
    """Return a table; its columns are shaped by transformations and overrides of the caller."""
    return (
        table.Panel()
        .title(title)
        .description(description)
        .datasource(DATASOURCE)
        .targets(list(queries))
        .unit(unit)
        .mappings(list(meanings))
        .thresholds(colours or plain())
        .filterable(True)
        .span(width)
        .height(height)
    )
