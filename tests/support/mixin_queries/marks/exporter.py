"""Of the daemon itself and of objectives."""

from __future__ import annotations

from mixin_queries.mark import Mark, nothing, past, well
from mixin_queries.marks.reasons import ANSWERS, FULL, HOURS, NOBODY

MARKS: tuple[Mark, ...] = (
    past("dhe-exporter/Answers/Channels of own alerts/A", NOBODY),
    well("exporter.yaml/DjangoHealthWatchdog/none", "it always fires"),
    nothing("exporter.yaml/DjangoHealthNoExporter/*", "it fires when no daemon was ever seen"),
    past("slo.yaml/*", HOURS),
    past("recording.yaml/*median1d", HOURS),
    past("exporter.yaml/DjangoHealthExporter[AR]*", HOURS),
    past("exporter.yaml/DjangoHealthTargetNeverAnswered/*", ANSWERS),
    past("exporter.yaml/DjangoHealthProbeDown/*", ANSWERS),
    past("exporter.yaml/DjangoHealthAlertChannelDown/*", NOBODY),
    past("exporter.yaml/DjangoHealthNothingWatched/*", "the daemon does not start so here"),
    past("exporter.yaml/DjangoHealthVersionSkew/*", "there is one version"),
    past("exporter.yaml/DjangoHealthCheckSt*", "the engine ends what hangs"),
    past("exporter.yaml/DjangoHealthScrapeSlow/*", "the scraper gives less time than that"),
    past("exporter.yaml/DjangoHealthRequestsRejected/*", FULL),
    past("exporter.yaml/DjangoHealthConnectionsDropped/*", FULL),
    past("exporter.yaml/DjangoHealthFilesNearLimit/*", FULL),
)
