"""Everything that is watched, the worst first."""

from __future__ import annotations

from grafana_foundation_sdk.builders import table
from grafana_foundation_sdk.models.dashboard import DynamicConfigValue

from mixin.dashboards.board import Row
from mixin.dashboards.columns import Column, by_columns
from mixin.dashboards.engines import state_colours
from mixin.dashboards.looks import STATES
from mixin.dashboards.overview.leading import from_row, leading
from mixin.dashboards.overview.targets import EACH, every, failing, figure, silent, states
from mixin.dashboards.queries import select

_STATES = f"{states()} or {silent()}"
_WARNS = f"{figure('error', 'reason')} and on ({EACH}) {figure('up')} == 1"
_SUCCESS = figure("last_success_timestamp_seconds")
_COMPONENT = "max by (job, instance, check) "
_COMPONENT += f"({select('django_health_check_last_success_timestamp_seconds')})"
_FAILING = f"max by ({EACH}) ({failing()})"
_LAST = f"({_SUCCESS} or {_FAILING} + on (job, instance, check) group_left () {_COMPONENT})"
_UNSEEN = ("Board", "Alias")
_REST = 0
"""The width of columns that share what the others leave."""


def _table() -> table.Panel:
    link = [from_row()]
    panel = by_columns(
        "What is watched",
        "Each target of each instance, the worst first. Click on a check for its dashboard, "
        "narrowed to that instance and target. Reasons: refused and timeout are about server and "
        "network, auth and permission about the user, threshold about a limit that is exceeded.",
        [
            Column("State", leading(_STATES), meanings=[STATES], colours=state_colours(), width=95),
            Column("Check", label="check", links=link, width=115),
            Column("Target", label="target", links=link, width=_REST),
            Column("Reason", f"{failing()} or {_WARNS} or {silent()}", label="reason", width=_REST),
            Column("Instance", label="instance", width=_REST),
            Column("Job", label="job"),
            Column(
                "Not well for",
                f"time() - {_LAST} and on ({EACH}) {_FAILING}",
                unit="s",
                decimals=0,
                width=105,
            ),
            Column("Last success", f"1000 * {_LAST}", unit="dateTimeAsIso", width=160),
            Column(
                "Latency",
                f"({every('django_health_exporter_check_duration_seconds')}) "
                f"and on ({EACH}) ({states()})",
                unit="s",
                width=85,
            ),
            Column("Board", label="board"),
            Column("Alias", label="alias"),
        ],
        first="State",
        height=12,
    )
    for name in _UNSEEN:
        # Links need them; each Grafana has its own name for not showing a column.
        hiding = {"custom.hidden": True, "custom.hideFrom": {"viz": True}}
        panel.override_by_name(name, [DynamicConfigValue(*one) for one in hiding.items()])
    return panel


WATCHED = Row("Targets", [_table()])
