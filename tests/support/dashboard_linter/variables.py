"""Variables: what narrows a dashboard down."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard_linter.known import Known
from dashboard_linter.reading import Json, asked_by, variables

NEEDED = {"job": "Job", "instance": "Instance"}
ON_TIME_RANGE = 2
EVERY = {"job": {".+"}, "instance": {".+"}}


def no_source_variable(board: Json, known: Known) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """Find a dashboard that fits one Grafana alone."""
    found = [variable for variable in variables(board) if variable.get("type") == "datasource"]
    if [variable.get("name") for variable in found] != ["datasource"]:
        yield "variables", "there is not one variable `datasource` of that type"
    for variable in found:
        if variable.get("query") != "prometheus" or not variable.get("label"):
            yield "variable datasource", "it does not offer Prometheus under a label"


def not_reloaded(board: Json, known: Known) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """Find variables that keep the values of another time range."""
    for variable in variables(board):
        if variable.get("type") == "query" and variable.get("refresh") != ON_TIME_RANGE:
            yield f"variable {variable['name']}", f"refresh is {variable.get('refresh')}, not 2"


def single_choices(board: Json, known: Known) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """Find variables of which not several, or not all, can be chosen; all means also new ones."""
    found = {str(variable.get("name")): variable for variable in variables(board)}
    for name in NEEDED:
        if name not in found or found[name].get("type") != "query":
            yield "variables", f"there is no query variable {name}"
    for name, variable in found.items():
        if variable.get("type") != "query":
            continue
        if not variable.get("multi") or not variable.get("includeAll"):
            yield f"variable {name}", "not several, or not all, of its values can be chosen"
        if variable.get("allValue") not in EVERY.get(name, {".+", ".*"}):
            yield f"variable {name}", f"all of its values are {variable.get('allValue')!r}"
        if variable.get("label") != NEEDED.get(name, variable.get("label") or None):
            yield f"variable {name}", f"its label is {variable.get('label')!r}"


def unanswerable_variables(board: Json, known: Known) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """Find variables whose question Prometheus' data source does not understand."""
    for variable in variables(board):
        if variable.get("type") != "query":
            continue
        asked = asked_by(variable)
        where = f"variable {variable.get('name')}"
        if asked is None:
            yield where, f"{variable.get('query')!r} is no question"
        elif not asked.expr:
            yield where, "it takes the label's values of everything that Prometheus has"
        if variable.get("query") != variable.get("definition", variable.get("query")):
            yield where, "its definition shows another query"
