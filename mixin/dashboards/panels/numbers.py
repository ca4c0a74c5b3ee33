"""Panels of big numbers and of big words."""

from __future__ import annotations

from collections.abc import Sequence

from grafana_foundation_sdk.builders import stat
from grafana_foundation_sdk.builders.common import (
    ReduceDataOptions,
)
from grafana_foundation_sdk.builders.dashboard import DashboardLink, FieldColor, ThresholdsConfig
from grafana_foundation_sdk.builders.prometheus import Dataquery
from grafana_foundation_sdk.models.common import (
    BigValueColorMode,
    BigValueGraphMode,
    BigValueTextMode,
    VizOrientation,
)
from grafana_foundation_sdk.models.dashboard import (
    FieldColorModeId,
    Threshold,
    ThresholdsMode,
    ValueMap,
)

from mixin.dashboards.looks import FAINT, plain
from mixin.dashboards.panels.lines import Line, fitting
from mixin.dashboards.source import DATASOURCE


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
        .thresholds(_grey_without_value(colours) if colours else plain())
        .color_scheme(FieldColor().mode(FieldColorModeId.THRESHOLDS))
        .mappings(list(meanings))
        .no_value(none)
        .reduce_options(ReduceDataOptions().calcs(["lastNotNull"]))
        .color_mode(BigValueColorMode.BACKGROUND_SOLID if colours else BigValueColorMode.NONE)
        .graph_mode(BigValueGraphMode.AREA if history else BigValueGraphMode.NONE)
        .text_mode(BigValueTextMode.VALUE_AND_NAME if names else BigValueTextMode.VALUE)
        .data_links(list(links))
        .span(width)
        .height(height)
    )
    return panel if decimals is None else panel.decimals(decimals)


_BELOW_ALL = -1e9
"""Less than any value; what has none is below it."""


def _grey_without_value(colours: ThresholdsConfig) -> ThresholdsConfig:
    """Return steps by which what is not there is neither good nor bad; it has the lowest colour."""
    lowest, *others = colours.build().steps
    first = [Threshold(None, FAINT), Threshold(_BELOW_ALL, lowest.color)]
    return ThresholdsConfig().mode(ThresholdsMode.ABSOLUTE).steps(first + others)


def words_of(
    title: str,
    description: str,
    *otherwise: Dataquery,
    lines: Sequence[Line],
    colours: ThresholdsConfig,
    links: Sequence[DashboardLink] = (),
    none: str,
    width: int = 24,
    height: int = 6,
) -> stat.Panel:
    """Return a panel of big words in lines: the legends of what there is, coloured by their values.

    Only so many as can be read: of more, nothing but colour would be left. A last line tells how
    many others there are.

    Args:
        title: See :func:`number` for this and for what is not here.
        description: What it means and what to do.
        otherwise: For when there is nothing to tell, since a panel without any value may mean that
            nothing was asked.
        lines: What may be wrong, those first that count most.
        colours: Of the states.
        links: Where a click leads.
        none: What stands there without any value.
        width: In 24ths of the page.
        height: In rows of the grid.
    """
    shown = height - 1
    return (
        number(
            title,
            description,
            *fitting(lines, shown - 1),
            *otherwise,
            unit="none",
            colours=colours,
            links=links,
            width=width,
            height=height,
            none=none,
        )
        .text_mode(BigValueTextMode.NAME)
        .orientation(VizOrientation.HORIZONTAL)
        .reduce_options(ReduceDataOptions().values(True).limit(shown))
    )
