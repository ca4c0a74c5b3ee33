"""Units: those that Grafana knows, and that fit the figures."""

from __future__ import annotations

from collections.abc import Iterator

from promql_parser import AggregateExpr, Call, Expr, ParenExpr, VectorSelector

from dashboard_linter.known import Known
from dashboard_linter.queries import tree_of
from dashboard_linter.reading import Json, panels, title

SHARES = {"percentunit"}
SIZES = {"bytes", "decbytes"}
TIMES = {"s", "dtdurations", "dtdhms"}
MOMENTS = {"dateTimeAsIso", "dateTimeAsLocal", "dateTimeFromNow"}
RATES = {"binBps", "Bps", "ops", "reqps", "pps", "cps", "wps", "eps"}
NUMBERS = {"none", "short", "locale", "string", "ms", "d"}

ALLOWED = SHARES | SIZES | TIMES | MOMENTS | RATES | NUMBERS
"""Grafana's ids; ``percent`` is not among them, as ratios here are 0 to 1."""

FITTING = {
    "_timestamp_seconds": MOMENTS | {"s"},
    "_seconds": TIMES,
    "_bytes": SIZES,
    "_ratio": SHARES,
}
"""The units of a metric by the end of its name, the first that fits."""

_KEEPING = {"sum", "min", "max", "avg", "topk", "bottomk", "quantile"}
_STILL = {
    "avg_over_time",
    "last_over_time",
    "max_over_time",
    "min_over_time",
    "quantile_over_time",
    "sort",
    "sort_desc",
}


def no_unit(board: Json, known: Known) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """Find panels whose values are bare numbers without saying so."""
    for panel in panels(board):
        if panel.get("type") != "text" and not list(_units(panel)):
            yield title(panel), "it has no unit"


def unknown_units(board: Json, known: Known) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """Find units that Grafana does not know, or that do not fit what is exported here."""
    for panel in panels(board):
        for unit in _units(panel):
            if unit not in ALLOWED:
                yield title(panel), f"the unit {unit!r} is none of those allowed"


def unfit_units(board: Json, known: Known) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """Find a unit that is not that of the metrics that the panel shows as they are."""
    for panel in panels(board):
        units = set(_units(panel))
        if panel.get("type") in ("table", "text") or len(units & ALLOWED) != 1:
            continue
        for target in panel.get("targets") or ():
            name = _shown(tree_of(target.get("expr") or ""))
            fitting = next((FITTING[end] for end in FITTING if name.endswith(end)), units)
            if not units & fitting:
                yield title(panel), f"{name} in the unit {units.pop()!r}"
                break


def _units(panel: Json) -> Iterator[str]:
    config = panel.get("fieldConfig", {})
    if unit := config.get("defaults", {}).get("unit"):
        yield unit
    for override in config.get("overrides", ()):
        for one in override.get("properties", ()):
            if one.get("id") == "unit":
                yield one.get("value")


def _shown(node: Expr | None) -> str:
    """Return the metric whose own values an expression gives, empty where it reckons."""
    match node:
        case VectorSelector():
            return node.name or ""
        case ParenExpr():
            return _shown(node.expr)
        case AggregateExpr() if str(node.op) in _KEEPING:
            return _shown(node.expr)
        case Call() if node.func.name in _STILL:
            selector = getattr(node.args[-1], "vector_selector", None)
            return _shown(selector or node.args[-1])
    return ""
