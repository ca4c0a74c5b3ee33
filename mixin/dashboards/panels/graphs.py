"""Panels of lines over time."""

from __future__ import annotations

from collections.abc import Sequence

from grafana_foundation_sdk.builders import timeseries
from grafana_foundation_sdk.builders.common import (
    GraphThresholdsStyleConfig,
    ScaleDistributionConfig,
    StackingConfig,
    VizLegendOptions,
    VizTooltipOptions,
)
from grafana_foundation_sdk.builders.dashboard import DashboardLink, FieldColor, ThresholdsConfig
from grafana_foundation_sdk.builders.prometheus import Dataquery
from grafana_foundation_sdk.models.common import (
    GraphThresholdsStyleMode,
    LegendDisplayMode,
    LegendPlacement,
    ScaleDistribution,
    SortOrder,
    StackingMode,
    TooltipDisplayMode,
    VisibilityMode,
)
from grafana_foundation_sdk.models.dashboard import FieldColorModeId, ValueMap

from mixin.dashboards.looks import plain
from mixin.dashboards.source import DATASOURCE

WIDE = 14
"""From this width on a graph has room for a table of figures beside it."""


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
    log: bool = False,
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
        log: Whether the axis is logarithmic; then ``least`` is not 0.
    """
    lines = GraphThresholdsStyleMode.DASHED if colours else GraphThresholdsStyleMode.OFF
    wide = width >= WIDE
    panel = (
        timeseries.Panel()
        .title(title)
        .description(description)
        .datasource(DATASOURCE)
        .targets(list(queries))
        .unit(unit)
        .thresholds(colours or plain())
        .thresholds_style(GraphThresholdsStyleConfig().mode(lines))
        .color_scheme(FieldColor().mode(FieldColorModeId.PALETTE_CLASSIC))
        .mappings(list(meanings))
        .legend(
            VizLegendOptions()
            .display_mode(LegendDisplayMode.TABLE if wide else LegendDisplayMode.LIST)
            .placement(LegendPlacement.RIGHT if wide else LegendPlacement.BOTTOM)
            .show_legend(True)
            .calcs(["lastNotNull", "max"] if wide else [])
        )
        .tooltip(VizTooltipOptions().mode(TooltipDisplayMode.MULTI).sort(SortOrder.DESCENDING))
        .show_points(VisibilityMode.NEVER)
        .span_nulls(connected)
        .line_width(1)
        .fill_opacity(25 if stacked else 0)
        .data_links(list(links))
        .span(width)
        .height(height)
    )
    if stacked:
        panel.stacking(StackingConfig().mode(StackingMode.NORMAL).group("A"))
    if log:
        panel.scale_distribution(ScaleDistributionConfig().type(ScaleDistribution.LOG).log(10))
    if least is not None:
        panel.min(least)
    return panel if most is None else panel.max(most)
