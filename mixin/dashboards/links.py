"""Links between the dashboards, which keep the time range and the variables."""

from __future__ import annotations

from grafana_foundation_sdk.builders.dashboard import DashboardLink
from grafana_foundation_sdk.models.dashboard import DashboardLinkType

OVERVIEW, DATABASES, CACHES = "dhe-overview", "dhe-databases", "dhe-caches"
DJANGO, HOST, EXPORTER = "dhe-django", "dhe-host", "dhe-exporter"

MENU = {
    OVERVIEW: "Overview",
    DATABASES: "Databases",
    CACHES: "Caches",
    DJANGO: "Celery & migrations",
    HOST: "Host & container",
    EXPORTER: "Exporter & SLO",
}
"""What links call the dashboards."""

_KEPT = ("datasource", "job", "instance")


def to(uid: str, title: str, **variables: str) -> DashboardLink:
    """Return a link from a value to another dashboard.

    Args:
        uid: The dashboard's.
        title: What the link says.
        variables: Variables of the other dashboard, from labels of the value:
            ``alias="${__field.labels.database}"``; others stay as they are, but for the alias,
            which means something else there.
    """
    kept = "".join(f"&${{{name}:queryparam}}" for name in _KEPT if name not in variables)
    more = "".join(f"&var-{name}={value}" for name, value in variables.items())
    return DashboardLink(title).url(f"/d/{uid}?${{__url_time_range}}{kept}{more}")


def menu(uid: str) -> list[DashboardLink]:
    """Return the links at the top of a dashboard to all others.

    They carry the time range and every choice but the alias, of which the other would have none: a
    menu by tags carries all of them.
    """
    kept = "&".join(f"${{{name}:queryparam}}" for name in _KEPT)
    return [
        DashboardLink(title).type(DashboardLinkType.LINK).url(f"/d/{other}?{kept}").keep_time(True)
        for other, title in MENU.items()
        if other != uid
    ]
