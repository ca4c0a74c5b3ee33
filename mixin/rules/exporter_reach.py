"""Alerts about exporters that are not there, come and go, or have nothing to do."""

from __future__ import annotations

from mixin.rules.exporter_alert import IS_OURS, exporter_alert, job_alert
from mixin.rules.recording import OURS
from mixin.rules.rule import Severity

_RESTARTS = 3
"""Starts within an hour that a deployment and a configuration that was mended may need."""

GONE = [
    exporter_alert(
        name="DjangoHealthExporterDown",
        # It may be asked for targets by name too, which share its job and instance: while any of
        # these is answered, what they tell is true, and must not be muted.
        #
        # When an exporter dies the alerts about what it watches end, and nothing has been mended.
        # Those that are critical go on for five minutes, so this one begins after three: nobody is
        # told that all is well in between, and a reboot still wakes nobody.
        expr=f"max without (target) (up) == 0 {IS_OURS}",
        severity=Severity.CRITICAL,
        summary="The exporter {{ $labels.instance }} cannot be scraped",
        description="""
            Prometheus has had no answer from {{ $labels.instance }} of job {{ $labels.job }} for
            three minutes: nothing is known of what it watches, and no alert about that can fire.
            See whether the process runs, then the error on Prometheus' page of targets.
        """,
        for_="3m",
    ),
    exporter_alert(
        name="DjangoHealthTargetNeverAnswered",
        # As long as another of its job answers that job is not absent, and what never told
        # anything is none of ours yet: a release that does not come up on some hosts, or a new
        # host behind a firewall. What answered and is no exporter is another service.
        expr=f"""
            max without (target) (up) == 0
            and on (job) {OURS}
            unless on (job, instance) {OURS}
            unless on (job, instance) max_over_time(up[1d]) == 1
        """,
        severity=Severity.WARNING,
        summary="The target {{ $labels.instance }} of job {{ $labels.job }} has never answered",
        description="""
            Others of job {{ $labels.job }} are exporters, and {{ $labels.instance }} was found a
            quarter of an hour ago and has not answered once: nothing is known of what it is to
            watch. See whether the exporter runs there, then the error on Prometheus' page of
            targets.
        """,
        for_="15m",
    ),
    exporter_alert(
        name="DjangoHealthProbeDown",
        # Neither of the two above tells of one address of an exporter while another is answered:
        # one that is asked for targets by name, and its own page beside these.
        expr=f"""
            label_replace(up == 0, "target", "/metrics", "target", "")
            and on (job, instance) up == 1
            {IS_OURS}
        """,
        severity=Severity.WARNING,
        summary="{{ $labels.target }} of exporter {{ $labels.instance }} cannot be scraped",
        description="""
            The exporter {{ $labels.instance }} of job {{ $labels.job }} answers other scrapes, and
            this one has had no answer for a quarter of an hour: nothing is known of what it is
            about. Most often the target is not called so, or the exporter refuses the parameters:
            see the error on Prometheus' page of targets.
        """,
        for_="15m",
    ),
    job_alert(
        name="DjangoHealthExporterAbsent",
        # By job, as instances go with every deployment of what is scaled. New ones that have never
        # answered are none of ours yet, and may never be.
        expr=f"count by (job) ({OURS}) unless on (job) (up and on (job, instance) {OURS})",
        severity=Severity.CRITICAL,
        summary="Prometheus has no exporter of job {{ $labels.job }} left to scrape",
        description="""
            {{ $value | humanize }} instances of job {{ $labels.job }} were scraped within a day,
            and none of them is a target now, nor has a new one answered: nothing is known of what
            they watched. See what service discovery finds, and whether the job was renamed; if it
            was removed for good, silence this for a day.
        """,
        for_="10m",
    ),
    exporter_alert(
        name="DjangoHealthNoExporter",
        # A site whose own view is scraped has checks and needs no exporter.
        expr=f"absent({OURS}) unless on () count(django_health_check_state)",
        severity=Severity.CRITICAL,
        summary="Prometheus has not scraped any django-health-exporter within a day",
        description="""
            These rules are loaded and no target has told a version of the exporter for a day, so
            none of the other alerts can fire. See whether a scrape job is configured, and whether
            the file with the recording rules is loaded.
        """,
        kept={},
        for_="10m",
    ),
    exporter_alert(
        name="DjangoHealthExporterRestarting",
        # It is never down for long, so that nothing else would tell.
        expr=f"changes(process_start_time_seconds[1h]) > {_RESTARTS} {IS_OURS}",
        severity=Severity.WARNING,
        summary="The exporter {{ $labels.instance }} starts again and again",
        description="""
            It was started {{ $value | humanize }} times within an hour. Look for the reason at the
            end of the log of the process before, and for kills for lack of memory in the kernel's.
        """,
    ),
]

UNLIKE = [
    exporter_alert(
        name="DjangoHealthNothingWatched",
        expr=f"""
            up == 1 {IS_OURS}
            unless on (job, instance) django_health_check_state{{state="skipped"}} == 0
        """,
        severity=Severity.WARNING,
        summary="The exporter {{ $labels.instance }} watches nothing",
        description="""
            It is scraped and has not one check that runs: those that are there have nothing to
            ask, or the parameters of the scrape leave them out. Compare /config with what it is
            meant to watch; most often the Django settings or the configuration file are not named.
        """,
        for_="15m",
    ),
    job_alert(
        name="DjangoHealthVersionSkew",
        expr="count by (job) (count by (job, version) (django_health_exporter_build_info)) > 1",
        severity=Severity.INFO,
        summary="Exporters of job {{ $labels.job }} are of different versions",
        description="""
            {{ $value | humanize }} versions have run side by side for an hour:
            {{ range query (printf "count by (version) (django_health_exporter_build_info{job=%q})"
            $labels.job) | sortByLabel "version" }}{{ label "version" . }} on
            {{ . | value | humanize }}; {{ end }}figures may be missing or mean something else on
            some. Finish the rollout.
        """,
        for_="1h",
    ),
]
