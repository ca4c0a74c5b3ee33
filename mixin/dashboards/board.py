"""A dashboard: variables, links and annotations that all have, and the JSON that Grafana reads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from grafana_foundation_sdk.builders.dashboard import (
    Dashboard,
    DatasourceVariable,
    QueryVariable,
)
from grafana_foundation_sdk.builders.dashboard import Row as RowBuilder
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.dashboard import (
    DashboardCursorSync,
    VariableOption,
    VariableRefresh,
    VariableSort,
)

from mixin.dashboards.annotations import ANNOTATIONS, Annotation
from mixin.dashboards.finishing import finished
from mixin.dashboards.links import menu
from mixin.dashboards.marks import marked
from mixin.dashboards.panels import Panel
from mixin.dashboards.queries import MATCHERS
from mixin.dashboards.reach import exporters
from mixin.dashboards.source import DATASOURCE
from mixin.limit import MARKING

TAG = "django-health-exporter"


@dataclass(frozen=True)
class Row:
    """Panels under a title.

    Attributes:
        title: It.
        panels: From left to right and down.
        collapsed: Whether it is closed at first.
    """

    title: str
    panels: Sequence[Panel]
    collapsed: bool = False


@dataclass(frozen=True)
class Board:
    """A dashboard.

    Attributes:
        uid: Its place for ever: ``/d/UID``.
        title: In lists.
        description: For whom it is.
        rows: What is on it.
        alias: Metric and label of the values of the variable ``alias``; empty without one.
        alias_name: What the variable is called.
    """

    uid: str
    title: str
    description: str
    rows: Sequence[Row]
    alias: tuple[str, str] | None = None
    alias_name: str = "Alias"
    annotations: Sequence[Annotation] = field(default=ANNOTATIONS)

    def text(self) -> str:
        """Return the JSON as Grafana imports and provisions it."""
        return json.dumps(self.made(), indent=2, sort_keys=True) + "\n"

    def made(self) -> dict[str, Any]:
        """Return what the JSON says."""
        built: object = self._built().build()
        encoded = JSONEncoder(sort_keys=True).encode(marked(built) if MARKING else built)
        return finished(json.loads(encoded))

    def _built(self) -> Dashboard:
        board = (
            Dashboard(self.title)
            .uid(self.uid)
            .description(self.description)
            .tags(["django", TAG])
            .readonly()
            .refresh("1m")
            .time("now-6h", "now")
            .timezone("browser")
            .tooltip(DashboardCursorSync.CROSSHAIR)
            .with_variable(DatasourceVariable("datasource").label("Data source").type("prometheus"))
        )
        for link in menu(self.uid):
            board.link(link)
        for variable in self._variables():
            board.with_variable(variable)
        for annotation in self.annotations:
            board.annotation(annotation.query())
        for row in self.rows:
            _add(board, row)
        return board

    def _variables(self) -> list[QueryVariable]:
        chosen = exporters('job=~"$job"')
        found = [
            _variable("job", "Job", f"label_values({exporters()}, job)", ".+"),
            _variable("instance", "Instance", f"label_values({chosen}, instance)", ".+"),
        ]
        if self.alias is not None:
            metric, label = self.alias
            query = f"label_values({metric}{{{MATCHERS}}}, {label})"
            found.append(_variable("alias", self.alias_name, query, ".*"))
        return found


def _variable(name: str, label: str, query: str, every: str) -> QueryVariable:
    return (
        QueryVariable(name)
        .label(label)
        .datasource(DATASOURCE)
        .query(query)
        .definition(query)
        .refresh(VariableRefresh.ON_TIME_RANGE_CHANGED)
        .sort(VariableSort.ALPHABETICAL_ASC)
        .multi(True)
        .include_all(True)
        .all_value(every)
        .current(VariableOption(selected=True, text=["All"], value=["$__all"]))
    )


def _add(board: Dashboard, row: Row) -> None:
    built = RowBuilder(row.title).collapsed(row.collapsed)
    if not row.collapsed:
        board.with_row(built)
    for panel in row.panels:
        (built if row.collapsed else board).with_panel(panel)
    if row.collapsed:
        board.with_row(built)
