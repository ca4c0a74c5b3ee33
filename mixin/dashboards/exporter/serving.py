"""How the exporter answers."""

from __future__ import annotations

from mixin.dashboards.board import Row
from mixin.dashboards.looks import GREEN, YELLOW, steps, words
from mixin.dashboards.panels import graph, timeline
from mixin.dashboards.queries import over_time, rate, select
from mixin.thresholds import SCRAPE_DURATION

_PREFIX = "django_health_exporter_"
_EACH = "{{instance}}"
_CHANNEL = select(f"{_PREFIX}alert_channel_up")

SERVING = Row(
    "Answers",
    [
        graph(
            "Scrape duration",
            "Seconds until the exporter had an answer. At the dashed line Prometheus is about to "
            "give up; the exporter answers shortly before with what it has, and the slow check "
            "comes a scrape late.",
            over_time(select(f"{_PREFIX}scrape_duration_seconds"), _EACH),
            unit="s",
            colours=steps(SCRAPE_DURATION),
        ),
        graph(
            "Requests in flight",
            "Requests that wait for checks or for their page. One or two are Prometheus and a "
            "probe; more mean that someone asks faster than checks answer.",
            over_time(select(f"{_PREFIX}http_requests_in_flight"), _EACH),
            unit="none",
        ),
        graph(
            "Requests turned away",
            "Requests per second that were answered 503, because --web.max-requests waited "
            "already. It is always zero when all is well; else see who asks that often.",
            over_time(rate(f"{_PREFIX}http_requests_rejected_total"), _EACH),
            unit="reqps",
        ),
        graph(
            "Connections",
            "Connections of clients that are open. A number that only grows is a client that "
            "opens one for each request and never closes it.",
            over_time(select(f"{_PREFIX}http_connections"), _EACH),
            unit="none",
        ),
        graph(
            "New connections",
            "Connections per second that clients opened. Prometheus keeps its own open, so this "
            "is low; a flood is an attack, or a probe without keep-alive.",
            over_time(rate(f"{_PREFIX}http_connections_accepted_total"), _EACH),
            unit="cps",
        ),
        graph(
            "Connections dropped",
            "Connections per second that were closed by reason: refused and evicted as too many "
            "were open (--web.max-connections), timeout for clients too slow, tls for handshakes "
            "that failed. Look who connects.",
            over_time(rate(f"{_PREFIX}http_connections_dropped_total"), "{{instance}} {{reason}}"),
            unit="cps",
        ),
        timeline(
            "Channels of own alerts",
            "Whether the last message of the exporter itself was delivered, by channel, that of "
            "the worst instance of the job; empty where it tells nobody. Yellow: look in its log "
            "why, and whether the token or password of the channel is still valid.",
            over_time(f"min by (job, channel) ({_CHANNEL})", "{{job}} {{channel}}"),
            meanings=[words({1: ("delivered", GREEN), 0: ("failed", YELLOW)})],
            colours=steps(1, 0, low=True),
            height=6,
        ).no_value("it tells nobody by itself"),
    ],
)
