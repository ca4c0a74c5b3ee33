"""Addresses and storages that are declared: how long they take, and what they answer."""

from __future__ import annotations

from mixin.dashboards.engines import worst_first
from mixin.dashboards.looks import steps
from mixin.dashboards.panels import graph
from mixin.dashboards.queries import over_time, select
from mixin.thresholds import CERTIFICATE_DAYS_CRITICAL, CERTIFICATE_DAYS_WARNING

_DAY = 86400
_NONE = "none is declared"


def _worst(metric: str, by: str = "endpoint") -> str:
    """The highest of all instances, for each of a job."""
    names = by.split(", ")
    return f"max by (job, {by}) ({select(metric, names[0])})"


def _left(kind: str) -> str:
    """Seconds until the certificates of a kind of endpoint end."""
    metric = select(f"django_health_{kind}_certificate_expiry_timestamp_seconds", "endpoint")
    return f"min by (job, endpoint) ({metric}) - time()"


ENDPOINTS = worst_first(
    "Endpoints and storages",
    [
        graph(
            "Answers over HTTP",
            "Seconds to the end of the headers, and of these to the connection. If both grow it "
            "is the network or the name server; if the first grows alone, it is the service.",
            over_time(_worst("django_health_http_response_seconds"), "{{job}} {{endpoint}}"),
            over_time(
                _worst("django_health_http_connect_seconds"), "{{job}} {{endpoint}} connected"
            ),
            unit="s",
        ).no_value(_NONE),
        graph(
            "Status codes",
            "The status code of each HTTP endpoint. From 500 on the service itself fails; 401 and "
            "403 are about what the exporter is given to log in with.",
            over_time(_worst("django_health_http_status_code"), "{{job}} {{endpoint}}"),
            unit="none",
        ).no_value(_NONE),
        graph(
            "Certificates end in",
            "Time until a certificate ends, below 0 if it has. Renew it, and see that the server "
            "was reloaded since: many keep the one that they read at their start.",
            over_time(_left("http"), "{{job}} http {{endpoint}}"),
            over_time(_left("smtp"), "{{job}} smtp {{endpoint}}"),
            unit="s",
            colours=steps(
                CERTIFICATE_DAYS_WARNING * _DAY, CERTIFICATE_DAYS_CRITICAL * _DAY, low=True
            ),
            least=None,
        ).no_value("no certificate is known"),
        graph(
            "Mail servers",
            "Seconds to the greeting, and to the end of a whole session. A greeting that is late "
            "on purpose keeps spammers off; what follows it should be quick.",
            over_time(_worst("django_health_smtp_connect_seconds"), "{{job}} {{endpoint}} greeted"),
            over_time(_worst("django_health_smtp_session_seconds"), "{{job}} {{endpoint}} ended"),
            unit="s",
        ).no_value(_NONE),
        graph(
            "Connections and names",
            "Seconds until a TCP endpoint was connected, and until a name server had answered. A "
            "second, three or seven are lost packets that were sent again.",
            over_time(_worst("django_health_tcp_connect_seconds"), "{{job}} {{endpoint}}"),
            over_time(_worst("django_health_dns_lookup_seconds"), "{{job}} {{endpoint}} looked up"),
            unit="s",
        ).no_value(_NONE),
        graph(
            "Records of names",
            "Records in the answer about each declared name. Fewer than before mean that somebody "
            "changed the zone; 0 that the name is gone.",
            over_time(
                f"min by (job, endpoint) ({select('django_health_dns_records', 'endpoint')})",
                "{{job}} {{endpoint}}",
            ),
            unit="none",
        ).no_value(_NONE),
        graph(
            "Storages",
            "Seconds that saving, opening and deleting a small object of our own took. Uploads of "
            "users take as much longer: look at the service's own status page.",
            over_time(
                _worst("django_health_storage_operation_seconds", "storage, operation"),
                "{{job}} {{storage}} {{operation}}",
            ),
            unit="s",
            width=24,
        ).no_value(_NONE),
    ],
    low=["Certificates end in", "Records of names"],
    collapsed=True,
)
