"""Alerts about exporters that are there and do not do their work as they should."""

from __future__ import annotations

from mixin.rules.exporter_alert import IS_OURS, exporter_alert
from mixin.rules.rule import Severity
from mixin.thresholds import CHECK_STALE, OPEN_FILES, SCRAPE_DURATION

RUNS = [
    exporter_alert(
        name="DjangoHealthCheckStale",
        # An answer that min_interval keeps starts anew before a quarter of an hour is over.
        expr=f"django_health_check_age_seconds > {CHECK_STALE}",
        severity=Severity.WARNING,
        component="{{ $labels.check }}",
        summary="What is told of {{ $labels.check }} by {{ $labels.instance }} is old",
        description=f"""
            The oldest result of {{{{ $labels.check }}}} is {{{{ $value | humanizeDuration }}}} old,
            so whether it works now is unknown, whatever its state says. Most often its run hangs:
            see DjangoHealthCheckStuck. A min_interval of more than {CHECK_STALE / 60 + 15} minutes
            does the same.
        """,
        for_="15m",
    ),
    exporter_alert(
        name="DjangoHealthCheckStuck",
        expr="django_health_exporter_stuck_checks > 0",
        severity=Severity.WARNING,
        summary="Checks of {{ $labels.instance }} hang",
        description="""
            Runs that overran their timeout and have not ended: {{ $value | humanize }}. Each holds
            a thread, and its check is not asked again before it ends. See in /health/detailed/
            which have the reason timeout and an age that grows. Restarting the exporter frees them.
        """,
        for_="10m",
    ),
    exporter_alert(
        name="DjangoHealthScrapeSlow",
        expr=f"""
            avg_over_time(django_health_exporter_scrape_duration_seconds[5m]) > {SCRAPE_DURATION}
        """,
        severity=Severity.WARNING,
        summary="The exporter {{ $labels.instance }} takes long to answer",
        description="""
            An answer takes {{ $value | humanizeDuration }}, of the ten seconds that Prometheus
            waits for unless scrape_timeout says otherwise: it waits for a check until shortly
            before that, and the results of that check come a scrape late. See on the dashboard
            which check takes longest.
        """,
        for_="15m",
    ),
]

CONFIGURATION = [
    exporter_alert(
        name="DjangoHealthReloadFailed",
        expr="django_health_exporter_config_last_reload_successful == 0",
        severity=Severity.WARNING,
        summary="The exporter {{ $labels.instance }} could not read its configuration again",
        description="""
            The configuration of before is still in force, and with the next restart there would be
            none. The log has one line that says why; mend it and reload.
        """,
    ),
    exporter_alert(
        name="DjangoHealthWebReloadFailed",
        expr="django_health_exporter_web_config_last_reload_successful == 0",
        severity=Severity.WARNING,
        summary="The exporter {{ $labels.instance }} could not read its web configuration file",
        description="""
            Users, passwords and certificates of before are still in force; a certificate that is
            renewed will not be used, and a user who was removed still gets in. The log has one line
            that says why; mend the file, which is then read by itself.
        """,
    ),
]

MESSAGES = [
    exporter_alert(
        name="DjangoHealthAlertChannelDown",
        expr="django_health_exporter_alert_channel_up == 0",
        severity=Severity.WARNING,
        summary="The exporter {{ $labels.instance }} cannot deliver by {{ $labels.channel }}",
        description="""
            What the exporter itself tells people does not arrive by {{ $labels.channel }}, and has
            not for a quarter of an hour. The log says since when and why. See whether the service
            is there, and whether its token or password is still the one that is configured.
        """,
        for_="15m",
    ),
]

CLIENTS = [
    exporter_alert(
        name="DjangoHealthRequestsRejected",
        # Five minutes at a time: one burst is over before ten minutes are.
        expr="increase(django_health_exporter_http_requests_rejected_total[5m]) > 0",
        severity=Severity.WARNING,
        summary="The exporter {{ $labels.instance }} turns requests away",
        description="""
            About {{ $value | humanize }} requests within five minutes were answered 503, because
            --web.max-requests waited already: scrapes and probes get lost. See who asks that often,
            and which check is so slow that requests pile up.
        """,
        for_="10m",
    ),
    exporter_alert(
        name="DjangoHealthConnectionsDropped",
        expr="""
            increase(django_health_exporter_http_connections_dropped_total{reason=~"refused|evicted"}[5m])
            > 0
        """,
        severity=Severity.INFO,
        summary="The exporter {{ $labels.instance }} closes connections: {{ $labels.reason }}",
        description="""
            About {{ $value | humanize }} connections within five minutes were {{ $labels.reason }},
            because --web.max-connections were open. See who holds so many.
        """,
        for_="10m",
    ),
    exporter_alert(
        name="DjangoHealthFilesNearLimit",
        expr=f"""
            process_open_fds / process_max_fds > {OPEN_FILES}
            and process_max_fds > 0
            {IS_OURS}
        """,
        severity=Severity.WARNING,
        summary="The exporter {{ $labels.instance }} has hardly a file descriptor left",
        description="""
            {{ $value | humanizePercentage }} of the files and connections that it may open are
            open; at 100% no check can connect. See what they are, and raise LimitNOFILE if there is
            so much to watch.
        """,
        for_="10m",
    ),
]
