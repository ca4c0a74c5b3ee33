"""Links between the dashboards, which keep the time range and the variables."""

from __future__ import annotations

from grafana_foundation_sdk.builders.dashboard import DashboardLink

OVERVIEW, DATABASES, CACHES = "dhe-overview", "dhe-databases", "dhe-caches"
DJANGO, HOST, EXPORTER = "dhe-django", "dhe-host", "dhe-exporter"

_KEPT = "${__url_time_range}&${datasource:queryparam}&${job:queryparam}&${instance:queryparam}"


def to(uid: str, title: str, **variables: str) -> DashboardLink:
    """Return a link from a value to another dashboard.

    Args:
        uid: The dashboard's.
        title: What the link says.
        variables: Variables of the other dashboard, from labels of the value:
            ``alias="${__field.labels.database}"``.
    """
    more = "".join(f"&var-{name}={value}" for name, value in variables.items())
    return DashboardLink(title).url(f"/d/{uid}?{_KEPT}{more}")
