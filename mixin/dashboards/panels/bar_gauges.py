"""Panels of bars."""

from __future__ import annotations

from collections.abc import Sequence

from grafana_foundation_sdk.builders import bargauge
from grafana_foundation_sdk.builders.common import (
    ReduceDataOptions,
)
from grafana_foundation_sdk.builders.dashboard import DashboardLink, FieldColor, ThresholdsConfig
from grafana_foundation_sdk.builders.prometheus import Dataquery
from grafana_foundation_sdk.models.common import (
    BarGaugeDisplayMode,
    VizOrientation,
)
from grafana_foundation_sdk.models.dashboard import FieldColorModeId

from mixin.dashboards.source import DATASOURCE


def bars(
    title: str,
    description: str,
    *queries: Dataquery,
    unit: str,
    colours: ThresholdsConfig,
    links: Sequence[DashboardLink] = (),
    least: float = 0,
    most: float | None = None,
    decimals: int | None = None,
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
        .display_mode(BarGaugeDisplayMode.BASIC)
        .reduce_options(ReduceDataOptions().calcs(["lastNotNull"]))
        .data_links(list(links))
        .min(least)
        .span(width)
        .height(height)
    )
    if decimals is not None:
        panel.decimals(decimals)
    return panel if most is None else panel.max(most)
