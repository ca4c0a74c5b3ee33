"""Which dashboard has more about a component, as labels that a link can use."""

from __future__ import annotations

from grafana_foundation_sdk.builders.dashboard import DashboardLink

from mixin.dashboards.links import CACHES, DATABASES, DJANGO, EXPORTER, HOST, OVERVIEW

_BOARDS = {
    "database": DATABASES,
    "cache": CACHES,
    "migrations|celery|configuration": DJANGO,
    "system": HOST,
    "exporter": EXPORTER,
}
_WITHOUT_ALIAS = "system|celery|configuration|exporter"
_KEPT = "${__url_time_range}&${datasource:queryparam}"


def leading(expr: str) -> str:
    """Give series with the labels ``check`` and ``target`` the labels ``board`` and ``alias``."""
    made = f'label_replace({expr}, "board", "{OVERVIEW}", "", "")'
    for checks, uid in _BOARDS.items():
        made = f'label_replace({made}, "board", "{uid}", "check", "{checks}")'
    made = f'label_join({made}, "alias", "", "target")'
    # A link with an empty value would choose nothing.
    made = f'label_replace({made}, "instance", "All", "instance", "")'
    made = f'label_replace({made}, "alias", "All", "target", "")'
    return f'label_replace({made}, "alias", "All", "check", "{_WITHOUT_ALIAS}")'


def from_series() -> DashboardLink:
    """Return the link of a value to the dashboard of its component."""
    return _link("__field.labels.board", "job", "instance", "alias", of="__field.labels.")


def from_row() -> DashboardLink:
    """Return the link of a row to the dashboard of its component."""
    return _link("__data.fields.Board", "Job", "Instance", "Alias", of="__data.fields.")


def _link(board: str, *variables: str, of: str) -> DashboardLink:
    chosen = "".join(f"&var-{name.lower()}=${{{of}{name}}}" for name in variables)
    return DashboardLink("More about it").url(f"/d/${{{board}}}?{_KEPT}{chosen}")
