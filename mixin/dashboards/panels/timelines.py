"""Panels of states over time."""

from __future__ import annotations

from collections.abc import Sequence

from grafana_foundation_sdk.builders import statetimeline
from grafana_foundation_sdk.builders.common import (
    VizLegendOptions,
    VizTooltipOptions,
)
from grafana_foundation_sdk.builders.dashboard import DashboardLink, FieldColor, ThresholdsConfig
from grafana_foundation_sdk.builders.prometheus import Dataquery
from grafana_foundation_sdk.models.common import (
    LegendDisplayMode,
    LegendPlacement,
    TooltipDisplayMode,
    VisibilityMode,
)
from grafana_foundation_sdk.models.dashboard import FieldColorModeId, ValueMap

from mixin.dashboards.looks import plain
from mixin.dashboards.source import DATASOURCE


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
