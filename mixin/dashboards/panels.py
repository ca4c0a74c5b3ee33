"""The kinds of panels, each with what all of its kind have."""

from __future__ import annotations

from collections.abc import Sequence

from grafana_foundation_sdk.builders import bargauge, stat, statetimeline, table, timeseries
from grafana_foundation_sdk.builders.common import (
    GraphThresholdsStyleConfig,
    ReduceDataOptions,
    StackingConfig,
    VizLegendOptions,
    VizTooltipOptions,
)
from grafana_foundation_sdk.builders.dashboard import DashboardLink, FieldColor, ThresholdsConfig
from grafana_foundation_sdk.builders.prometheus import Dataquery
from grafana_foundation_sdk.models.common import (
    BigValueColorMode,
    BigValueGraphMode,
    BigValueTextMode,
    GraphThresholdsStyleMode,
    LegendDisplayMode,
    LegendPlacement,
    SortOrder,
    StackingMode,
    TooltipDisplayMode,
    VisibilityMode,
    VizOrientation,
)
from grafana_foundation_sdk.models.dashboard import FieldColorModeId, ValueMap

from mixin.dashboards.looks import plain
from mixin.dashboards.source import DATASOURCE

Panel = stat.Panel | timeseries.Panel | table.Panel | statetimeline.Panel | bargauge.Panel


def number(
    title: str,
    description: str,
    *queries: Dataquery,
    unit: str,
    colours: ThresholdsConfig | None = None,
    meanings: Sequence[ValueMap] = (),
    links: Sequence[DashboardLink] = (),
    decimals: int | None = None,
    width: int = 4,
    height: int = 4,
    history: bool = False,
    names: bool = False,
    none: str = "-",
) -> stat.Panel:
    """Return a panel of big numbers.

    Args:
        title: Its title.
        description: What it means and what to do.
        queries: Usually one, of ``now``.
        unit: Grafana's id of the unit.
        colours: Where the background changes; without them it is neither good nor bad.
        meanings: Words for values.
        links: Where a click leads.
        decimals: Digits behind the point.
        width: In 24ths of the page.
        height: In rows of the grid.
        history: Whether a small graph lies under the number; then the query is ``over_time``.
        names: Whether each number has its legend.
        none: What stands there without any value.
    """
    panel = (
        stat.Panel()
        .title(title)
        .description(description)
        .datasource(DATASOURCE)
        .targets(list(queries))
        .unit(unit)
        .thresholds(colours or plain())
        .color_scheme(FieldColor().mode(FieldColorModeId.THRESHOLDS))
        .mappings(list(meanings))
        .no_value(none)
        .reduce_options(ReduceDataOptions().calcs(["lastNotNull"]))
        .color_mode(BigValueColorMode.BACKGROUND if colours else BigValueColorMode.NONE)
        .graph_mode(BigValueGraphMode.AREA if history else BigValueGraphMode.NONE)
        .text_mode(BigValueTextMode.VALUE_AND_NAME if names else BigValueTextMode.VALUE)
        .data_links(list(links))
        .span(width)
        .height(height)
    )
    return panel if decimals is None else panel.decimals(decimals)


def graph(
    title: str,
    description: str,
    *queries: Dataquery,
    unit: str,
    colours: ThresholdsConfig | None = None,
    meanings: Sequence[ValueMap] = (),
    links: Sequence[DashboardLink] = (),
    stacked: bool = False,
    least: float | None = 0,
    most: float | None = None,
    width: int = 8,
    height: int = 8,
    connected: bool = False,
) -> timeseries.Panel:
    """Return a panel of lines over time; for the arguments see :func:`number`.

    Args:
        title: Its title.
        description: What it means and what to do.
        queries: Of ``over_time``.
        unit: Grafana's id of the unit.
        colours: Where dashed lines lie, of the colours of the steps.
        meanings: Words for values.
        links: Where a click leads.
        stacked: Whether areas lie on each other.
        least: The lower end of the axis; ``None`` for that of the values.
        most: Its upper end.
        width: In 24ths of the page.
        height: In rows of the grid.
        connected: Whether gaps are bridged, for what is not asked at each scrape.
    """
    lines = GraphThresholdsStyleMode.DASHED if colours else GraphThresholdsStyleMode.OFF
    panel = (
        timeseries.Panel()
        .title(title)
        .description(description)
        .datasource(DATASOURCE)
        .targets(list(queries))
        .unit(unit)
        .thresholds(colours or plain())
        .thresholds_style(GraphThresholdsStyleConfig().mode(lines))
        .color_scheme(FieldColor().mode(FieldColorModeId.PALETTE_CLASSIC_BY_NAME))
        .mappings(list(meanings))
        .legend(
            VizLegendOptions()
            .display_mode(LegendDisplayMode.TABLE)
            .placement(LegendPlacement.BOTTOM)
            .show_legend(True)
            .calcs(["lastNotNull", "max"])
        )
        .tooltip(VizTooltipOptions().mode(TooltipDisplayMode.MULTI).sort(SortOrder.DESCENDING))
        .show_points(VisibilityMode.NEVER)
        .span_nulls(connected)
        .line_width(1)
        .fill_opacity(25 if stacked else 8)
        .data_links(list(links))
        .span(width)
        .height(height)
    )
    if stacked:
        panel.stacking(StackingConfig().mode(StackingMode.NORMAL).group("A"))
    if least is not None:
        panel.min(least)
    return panel if most is None else panel.max(most)


def timeline(
    title: str,
    description: str,
    *queries: Dataquery,
    meanings: Sequence[ValueMap],
    colours: ThresholdsConfig | None = None,
    links: Sequence[DashboardLink] = (),
    width: int = 24,
    height: int = 10,
) -> statetimeline.Panel:
    """Return a panel of states over time, a line for each series; see :func:`number`."""
    return (
        statetimeline.Panel()
        .title(title)
        .description(description)
        .datasource(DATASOURCE)
        .targets(list(queries))
        .unit("none")
        .mappings(list(meanings))
        .thresholds(colours or plain())
        .color_scheme(FieldColor().mode(FieldColorModeId.THRESHOLDS))
        .show_value(VisibilityMode.NEVER)
        .row_height(0.85)
        .fill_opacity(80)
        .line_width(0)
        .merge_values(True)
        .legend(
            VizLegendOptions()
            .display_mode(LegendDisplayMode.LIST)
            .placement(LegendPlacement.BOTTOM)
            .show_legend(True)
        )
        .tooltip(VizTooltipOptions().mode(TooltipDisplayMode.SINGLE))
        .data_links(list(links))
        .span(width)
        .height(height)
    )


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


def bars(
    title: str,
    description: str,
    *queries: Dataquery,
    unit: str,
    colours: ThresholdsConfig,
    links: Sequence[DashboardLink] = (),
    least: float = 0,
    most: float | None = None,
    width: int = 8,
    height: int = 8,
) -> bargauge.Panel:
    """Return a panel of bars, one for each series; see :func:`number`."""
    panel = (
        bargauge.Panel()
        .title(title)
        .description(description)
        .datasource(DATASOURCE)
        .targets(list(queries))
        .unit(unit)
        .thresholds(colours)
        .color_scheme(FieldColor().mode(FieldColorModeId.THRESHOLDS))
        .orientation(VizOrientation.HORIZONTAL)
        .reduce_options(ReduceDataOptions().calcs(["lastNotNull"]))
        .data_links(list(links))
        .min(least)
        .span(width)
        .height(height)
    )
    return panel if most is None else panel.max(most)
