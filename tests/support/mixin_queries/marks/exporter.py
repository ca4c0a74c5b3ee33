"""Of the daemon itself and of objectives."""

from __future__ import annotations

from mixin_queries.mark import Mark, nothing, strained, stretched, well
from mixin_queries.marks.reasons import ANSWERS, BEFORE

NOBODY = "none of these daemons tells people by itself"
FEW = "nobody but Prometheus asks"

MARKS: tuple[Mark, ...] = (
    strained("dhe-exporter/Answers/Channels of own alerts/A", NOBODY),
    well("exporter.yaml/DjangoHealthWatchdog/none", "it always fires"),
    nothing("exporter.yaml/DjangoHealthNoExporter/*", "it fires when no daemon was ever seen"),
    stretched("slo.yaml/*", BEFORE),
    stretched("recording.yaml/*median1d", BEFORE),
    strained("exporter.yaml/DjangoHealthExporterAbsent/*", "all are found"),
    strained("exporter.yaml/DjangoHealthExporterRestarting/*", "each was started once"),
    strained("exporter.yaml/DjangoHealthTargetNeverAnswered/*", ANSWERS),
    strained("exporter.yaml/DjangoHealthProbeDown/*", ANSWERS),
    strained("exporter.yaml/DjangoHealthAlertChannelDown/*", NOBODY),
    strained("exporter.yaml/DjangoHealthNothingWatched/*", "each watches something"),
    strained("exporter.yaml/DjangoHealthVersionSkew/*", "there is one version"),
    strained("exporter.yaml/DjangoHealthCheckStale/*", "each check is asked again soon"),
    strained("exporter.yaml/DjangoHealthCheckStuck/*", "nothing hangs"),
    strained("exporter.yaml/DjangoHealthScrapeSlow/*", "all answer at once"),
    strained("exporter.yaml/DjangoHealthRequestsRejected/*", FEW),
    strained("exporter.yaml/DjangoHealthConnectionsDropped/*", FEW),
    strained("exporter.yaml/DjangoHealthFilesNearLimit/*", "there is room for more files"),
)
