"""Tables of which each column has a query of its own, with a row for each thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grafana_foundation_sdk.builders import table
from grafana_foundation_sdk.builders.dashboard import DashboardLink, ThresholdsConfig
from grafana_foundation_sdk.models.common import (
    TableCellBackgroundDisplayMode,
    TableColoredBackgroundCellOptions,
)
from grafana_foundation_sdk.models.dashboard import (
    DashboardSpecialValueMapOptions,
    DataTransformerConfig,
    DynamicConfigValue,
    SpecialValueMap,
    SpecialValueMatch,
    ValueMap,
    ValueMappingResult,
)

from mixin.dashboards.looks import GREEN
from mixin.dashboards.panels import listing
from mixin.dashboards.queries import rows

_NOTHING = SpecialValueMap(
    DashboardSpecialValueMapOptions(
        SpecialValueMatch.NULL_AND_NAN, ValueMappingResult("", "transparent")
    )
)
"""A cell without a value has no colour, while the first step would be that of the least value."""

_FILLED = TableColoredBackgroundCellOptions(mode=TableCellBackgroundDisplayMode.BASIC)


def _quiet(colours: ThresholdsConfig) -> object:
    """The same without the colour of what is well, which would be most of a table."""
    made = colours.build()
    for step in made.steps:
        step.color = "transparent" if step.color == GREEN else step.color
    return made


@dataclass(frozen=True)
class Column:
    """A column.

    Attributes:
        title: Over it.
        expr: Whose values are in it; it has the labels of the row, and no others but ``label``.
        label: A label that is in it instead of the values, of any column's expression.
        unit: Grafana's id of the unit.
        colours: Where the background changes; what is well has none.
        meanings: Words for values.
        links: Where a click leads.
        width: In pixels; 0 for what the others leave.
        decimals: Digits behind the point.
    """

    title: str
    expr: str = ""
    label: str = ""
    unit: str = ""
    colours: ThresholdsConfig | None = None
    meanings: Sequence[ValueMap] = ()
    links: Sequence[DashboardLink] = ()
    width: int = 100
    decimals: int | None = None

    def properties(self) -> list[DynamicConfigValue]:
        """Return what makes it differ from other columns."""
        found: list[tuple[str, object]] = [("custom.width", self.width)]
        if self.unit or self.label:
            found.append(("unit", self.unit or "string"))
        if self.colours is not None:
            found.append(("thresholds", _quiet(self.colours)))
            found.append(("custom.cellOptions", _FILLED))
        if self.meanings or self.colours is not None:
            found.append(("mappings", [*self.meanings, _NOTHING]))
        if self.meanings:
            found.append(("custom.align", "left"))
        if self.links:
            found.append(("links", [link.build() for link in self.links]))
        if self.decimals is not None:
            found.append(("decimals", self.decimals))
        return [DynamicConfigValue(name, value) for name, value in found]


def by_columns(
    title: str,
    description: str,
    columns: Sequence[Column],
    *,
    hidden: Sequence[str] = (),
    first: str,
    height: int = 10,
) -> table.Panel:
    """Return a table.

    Args:
        title: Its title.
        description: What it means and what to do.
        columns: From left to right.
        hidden: Labels that the expressions have and that are not shown.
        first: The column by which it is sorted, least values first.
        height: In rows of the grid.
    """
    asked = [column for column in columns if column.expr]
    values = {column.title: f"Value #{chr(ord('A') + place)}" for place, column in enumerate(asked)}
    fields = {column.title: column.label or values[column.title] for column in columns}
    unseen = ["Time", *hidden, *(values[column.title] for column in asked if column.label)]
    organized = {
        "excludeByName": dict.fromkeys(unseen, True),
        "indexByName": {field: place for place, field in enumerate(fields.values())},
        "renameByName": {field: name for name, field in fields.items()},
    }
    panel = (
        listing(title, description, *(rows(column.expr) for column in asked), height=height)
        .with_transformation(DataTransformerConfig("merge", options={}))
        .with_transformation(DataTransformerConfig("organize", options=organized))
        .with_transformation(
            DataTransformerConfig("sortBy", options={"fields": {}, "sort": [{"field": first}]})
        )
    )
    for column in columns:
        panel.override_by_name(column.title, column.properties())
    return panel
