"""Availability over 30 days, and what is left of the budget for failures."""

from __future__ import annotations

from mixin.dashboards.availability import COUNTED, LEFT_OUT, NOT_RECORDED, failed
from mixin.dashboards.board import Row
from mixin.dashboards.looks import steps
from mixin.dashboards.panels import bars, number
from mixin.dashboards.queries import now, select
from mixin.dashboards.reach import KNOWN
from mixin.thresholds import BURN_RATES, OBJECTIVE

_WORKED = f"1 - {failed('30d')}"
_LEFT = f"1 - {failed('30d')} / (1 - {OBJECTIVE})"
_FASTEST = f"{failed('1h')} / (1 - {OBJECTIVE})"
_UP = f"max without (target) (avg_over_time({select('up')}[30d]))"
_PERCENT = f"{OBJECTIVE * 100} %"
_KEPT = "Prometheus has to keep 30 days for it; with fewer it is the share of those."
_HALF_AN_HOUR = f"{(1 - OBJECTIVE) * 30 * 24 * 60} minutes"
_LIMITS = sorted(burn.factor for burn in BURN_RATES)

OBJECTIVES = Row(
    f"Objective: {_PERCENT} of 30 days",
    [
        number(
            "Worst availability, 30 days",
            f"Of the component that worked least, on all of the job's instances. The objective is "
            f"{_PERCENT}, that is {_HALF_AN_HOUR} of failure in 30 days. {_KEPT} {COUNTED}",
            now(f"min({_WORKED})"),
            unit="percentunit",
            colours=steps(critical=OBJECTIVE, low=True),
            decimals=2,
            width=6,
            none=NOT_RECORDED,
        ),
        number(
            "Least budget left",
            "What is left of the failures that the objective allows, for the component that used "
            "most. Below 0 the objective is missed: put off releases that risk more, and mend "
            "first what failed most.",
            now(f"min({_LEFT})"),
            unit="percentunit",
            colours=steps(0.25, 0, low=True),
            decimals=0,
            width=6,
            none=NOT_RECORDED,
        ),
        number(
            "Fastest burn, one hour",
            "How many times as fast as it would last 30 days the budget was used in the last hour, "
            "for the worst component. At 1 all of it is gone after 30 days, at "
            f"{_LIMITS[-1]:g} after two; there an alert wakes somebody.",
            now(f"max({_FASTEST})"),
            unit="none",
            colours=steps(_LIMITS[0], _LIMITS[-1]),
            decimals=1,
            width=6,
            none=NOT_RECORDED,
        ),
        number(
            "Exporters reachable, 30 days",
            "Share of the time in which Prometheus had an answer of the exporters that it knows "
            "now. Times without are not in the availability of components, for nobody knows; look "
            "at restarts, memory and network.",
            now(f"avg({_UP} and on (job, instance) {KNOWN})"),
            unit="percentunit",
            colours=steps(critical=OBJECTIVE, low=True),
            decimals=2,
            width=6,
            none="unknown",
        ),
        bars(
            "Availability of each component, 30 days",
            f"Share of 30 days in which it worked, the worst fifteen. Red is below the objective "
            f"of {_PERCENT}: see the overview for when and why. {LEFT_OUT} {_KEPT}",
            now(f"sort(bottomk(15, {_WORKED}))", "{{job}} {{check}}"),
            unit="percentunit",
            colours=steps(critical=OBJECTIVE, low=True),
            least=1 - 10 * (1 - OBJECTIVE),
            most=1,
            decimals=3,
            width=12,
            height=10,
        ).no_value(NOT_RECORDED),
        bars(
            "Budget left of each component",
            "Share of the allowed failures of 30 days that is left, the least fifteen. Empty and "
            "red is used up: mend what failed before anything new is risked.",
            now(f"sort(bottomk(15, {_LEFT}))", "{{job}} {{check}}"),
            unit="percentunit",
            colours=steps(0.25, 0, low=True),
            most=1,
            decimals=0,
            width=12,
            height=10,
        ).no_value(NOT_RECORDED),
    ],
)
