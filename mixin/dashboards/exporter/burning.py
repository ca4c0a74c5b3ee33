"""How fast the budget is burnt, in the windows of the alerts."""

from __future__ import annotations

from grafana_foundation_sdk.builders import timeseries

from mixin.dashboards.availability import COUNTED, NOT_RECORDED, failed
from mixin.dashboards.board import Row
from mixin.dashboards.looks import steps
from mixin.dashboards.panels import graph
from mixin.dashboards.queries import over_time
from mixin.thresholds import BURN_RATES, OBJECTIVE, BurnRate

_STEP = "5m"
"""The windows are long: more points would cost more than they show."""

_SHOWN = 6
_LEAST = 0.1
"""Below, it does not matter; a logarithmic axis has no zero."""


def _burning(burn: BurnRate) -> timeseries.Panel:
    long, short = failed(burn.window), failed(burn.recent)
    least = f"({long} < {short} or {short})"
    fastest = f"topk({_SHOWN}, {failed(burn.window, ' @ end()')})"
    return graph(
        f"Burn rate, {burn.window} and {burn.recent}",
        "How many times as fast as it would last 30 days the budget is used: the lower of the two "
        "windows, as the alert needs both. Above the dashed line it fires: find what fails in the "
        f"overview. The six fastest; {_LEAST:g} stands for less as well. {COUNTED}",
        over_time(
            f"clamp_min({least} / (1 - {OBJECTIVE}), {_LEAST:g}) and {fastest}",
            "{{job}} {{check}}",
        ).interval(_STEP),
        unit="none",
        colours=steps(critical=burn.factor) if burn.critical else steps(burn.factor),
        least=_LEAST,
        log=True,
        width=6,
        height=9,
    ).no_value(NOT_RECORDED)


BURNING = Row("How fast the budget is burnt", [_burning(burn) for burn in BURN_RATES])
