"""Alerts about databases that come and go, or are no longer watched."""

from __future__ import annotations

from mixin.rules.database_alert import DATABASE, NAMED, database_alert
from mixin.rules.rule import Severity
from mixin.thresholds import FLAPS

PRESENCE = [
    database_alert(
        name="DjangoHealthDatabaseFlapping",
        # Each failure is too short for the alert that it is down.
        expr=f"changes(django_health_database_up[30m]) > {FLAPS}",
        severity=Severity.WARNING,
        summary="The database {{ $labels.database }} of {{ $labels.job }} comes and goes",
        description=f"""
            The database {NAMED} changed between working and failing {{{{ $value | humanize }}}}
            times within half an hour, asked from {{{{ $labels.instance }}}}: requests fail in
            bursts. Compare the moments with restarts of the server, its connections and the
            network.
        """,
        keep_firing_for="15m",
    ),
    database_alert(
        name="DjangoHealthDatabaseMissing",
        # The check as a whole is told for as long as it has one alias left. A day, and not until
        # it is back: that an alias is gone for good is for people to know.
        expr=f"""
            last_over_time(django_health_database_up[1d])
            unless on ({DATABASE}) django_health_database_up
            and on (job, instance) up == 1
        """,
        severity=Severity.WARNING,
        summary="The database {{ $labels.database }} of {{ $labels.job }} is no longer watched",
        description=f"""
            {{{{ $labels.instance }}}} is scraped and has told nothing of the database {NAMED} for
            an hour, which it did within a day: nobody would learn that it fails. If the alias was
            taken out on purpose nothing is to be done, and this ends by itself; else compare the
            settings and the configuration that are in force with those of before.
        """,
        for_="1h",
    ),
]
