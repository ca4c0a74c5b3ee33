"""The kinds of panels, each with what all of its kind have."""

from grafana_foundation_sdk.builders import bargauge, stat, statetimeline, table, timeseries

from mixin.dashboards.panels.bar_gauges import bars
from mixin.dashboards.panels.graphs import graph
from mixin.dashboards.panels.lines import Line
from mixin.dashboards.panels.listings import listing
from mixin.dashboards.panels.numbers import number, words_of
from mixin.dashboards.panels.timelines import timeline

__all__ = ["Line", "Panel", "bars", "graph", "listing", "number", "timeline", "words_of"]

Panel = stat.Panel | timeseries.Panel | table.Panel | statetimeline.Panel | bargauge.Panel
