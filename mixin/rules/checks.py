"""Alerts about checks of every kind, those of the project's own included."""

from __future__ import annotations

from mixin.rules.check_alert import FAILING, REASONS, check_alert
from mixin.rules.recording import TOOK, TOOK_BEFORE
from mixin.rules.rule import Group, RuleFile, Severity
from mixin.thresholds import FLAPS, NOT_SERVING, SLOW_AT_LEAST, SLOWER_THAN_BEFORE

_STATES = [
    check_alert(
        name="DjangoHealthCheckDown",
        expr=f'django_health_check_status{{check!~"{NOT_SERVING}"}} == 0',
        severity=Severity.CRITICAL,
        summary="{{ $labels.check }} of {{ $labels.instance }} does not work",
        description=f"""
            It has failed for five minutes, for the reason {REASONS}.{FAILING} /health/detailed/ of
            the instance has a sentence about each.
        """,
        keep_firing_for="5m",
    ),
    # Of these each finding has an alert of its own, with the severity that it deserves: nobody is
    # to be woken by the sum of what only warns.
    check_alert(
        name="DjangoHealthCheckDown",
        expr=f'django_health_check_status{{check=~"{NOT_SERVING}"}} == 0',
        severity=Severity.WARNING,
        summary="{{ $labels.check }} of {{ $labels.instance }} is not as it must be",
        description=f"""
            It has failed for five minutes, for the reason {REASONS}.{FAILING} /health/detailed/ of
            the instance has a sentence about each, and alerts of their own say which is urgent.
        """,
        keep_firing_for="5m",
    ),
    check_alert(
        name="DjangoHealthCheckWarning",
        expr='django_health_check_state{state="warning"} == 1',
        severity=Severity.WARNING,
        summary="{{ $labels.check }} of {{ $labels.instance }} has warned for an hour",
        description=f"""
            It works, and something about it is not as it should be: {REASONS}. What it is stands in
            /health/detailed/ of the instance.
        """,
        for_="1h",
    ),
    check_alert(
        name="DjangoHealthCheckFlapping",
        expr=f"changes(django_health_check_status[30m]) > {FLAPS}",
        severity=Severity.INFO,
        summary="{{ $labels.check }} of {{ $labels.instance }} comes and goes",
        description="""
            It changed between working and failing {{ $value | humanize }} times within half an
            hour. Compare the moments with deployments, restarts and load; a limit that is reached
            now and then looks like this.
        """,
        keep_firing_for="15m",
    ),
    check_alert(
        name="DjangoHealthCheckMissing",
        # Its state is told also while it is skipped.
        expr="""
            last_over_time(django_health_check_state{state="ok"}[1h])
            unless on (job, instance, check) django_health_check_state
            and on (job, instance) up == 1
        """,
        severity=Severity.WARNING,
        summary="{{ $labels.check }} of {{ $labels.instance }} is no longer watched",
        description="""
            It was told of within an hour, and is not now, though {{ $labels.instance }} is scraped:
            nobody would learn that it fails. See whether it was taken out of the configuration, and
            whether the exporter, when it started or reloaded last, found what it is to watch.
        """,
        for_="10m",
    ),
]

_SPEED = [
    check_alert(
        name="DjangoHealthCheckSlow",
        expr=f"{TOOK} > {SLOWER_THAN_BEFORE} * {TOOK_BEFORE} and {TOOK} > {SLOW_AT_LEAST}",
        severity=Severity.WARNING,
        summary="{{ $labels.check }} of {{ $labels.instance }} is slower than it was",
        description=f"""
            An answer takes {{{{ $value | humanizeDuration }}}}, more than {SLOWER_THAN_BEFORE}
            times as long as in the day before, so users wait as well. See on the dashboard which
            target it is and since when, and what changed then.
        """,
        for_="15m",
        keep_firing_for="10m",
    ),
]

CHECKS = RuleFile(
    "checks",
    [
        Group("django-health-checks", _STATES),
        Group("django-health-check-speed", _SPEED),
    ],
)
