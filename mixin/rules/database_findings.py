"""Alerts about how a database is set up."""

from __future__ import annotations

from mixin.rules.database_alert import NAMED, database_alert
from mixin.rules.rule import Severity
from mixin.thresholds import CLOCK_SKEW

FINDINGS = [
    database_alert(
        name="DjangoHealthDatabaseClockSkew",
        expr=f"abs(django_health_database_clock_skew_seconds) > {CLOCK_SKEW}",
        severity=Severity.WARNING,
        summary="The clocks of the database {{ $labels.database }} and of its client differ",
        description=f"""
            The clock of the database {NAMED} is {{{{ $value | humanizeDuration }}}} away from that
            of the host of {{{{ $labels.instance }}}}. Times made by the one and compared by the
            other are wrong: tokens, locks, delayed tasks. See which of the two has lost its NTP.
        """,
        for_="10m",
    ),
    database_alert(
        name="DjangoHealthDatabaseTimeZone",
        expr="django_health_database_time_zone_finding == 1",
        severity=Severity.WARNING,
        summary="The time zone of the database {{ $labels.database }} is not what Django expects",
        description=f"""
            {{{{ if eq $labels.finding "mismatch" }}}}Without USE_TZ the server of the database
            {NAMED} should be in the zone TIME_ZONE, and is in another: what SQL calls now is stored
            hours off.{{{{ else }}}}The server of the database {NAMED} does not know a time zone
            that Django names to it: queries by date fail or find nothing. Load its tables of time
            zones.{{{{ end }}}}
        """,
        for_="15m",
    ),
    database_alert(
        name="DjangoHealthDatabaseMissingPrivileges",
        expr="django_health_database_missing_privileges > 0",
        severity=Severity.INFO,
        summary="The database {{ $labels.database }} keeps figures from the exporter's user",
        description=f"""
            {{{{ $value | humanize }}}} figures of the database {NAMED} are kept from the user of
            {{{{ $labels.instance }}}}, so that other alerts may be blind. The detailed health
            document names the grants.
        """,
        for_="30m",
    ),
]
