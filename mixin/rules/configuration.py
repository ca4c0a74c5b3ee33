"""Alerts about the configuration of the Django project.

None is critical: where a fault of it is felt by users, a check of a cache, of a page or of the
component fails too, and that alert wakes somebody. DEBUG in production is grave, yet has been so
since a release in working hours, and staging systems are watched as well.
"""

from __future__ import annotations

from functools import partial

from mixin.rules.rule import Alert, Group, RuleFile, Severity

_alert = partial(
    Alert,
    component="configuration",
    dashboard="dhe-django",
    kept={"job": "job", "instance": "instance"},
)

_ALERTS = [
    _alert(
        name="DjangoHealthConfigurationUnfit",
        # With DEBUG on, that alone is told, as in the check: weak keys belong to development.
        expr="""
            django_health_configuration_finding{finding="debug"} == 1
            or
            (
              django_health_configuration_finding == 1
              unless on (job, instance) django_health_configuration_finding{finding="debug"} == 1
            )
        """,
        severity=Severity.WARNING,
        summary="A setting of {{ $labels.job }} is unfit for production: {{ $labels.finding }}",
        description="""
            The settings that {{ $labels.instance }} has loaded are unfit for production
            ({{ $labels.finding }}). Make sure that the application has the same, correct them, and
            restart; a weak SECRET_KEY has to be replaced.
        """,
        for_="10m",
    ),
    _alert(
        name="DjangoHealthConfigurationIssues",
        expr='django_health_configuration_issues{level=~"error|critical"} > 0',
        severity=Severity.WARNING,
        summary="Django's system checks find errors in {{ $labels.job }} ({{ $labels.level }})",
        description="""
            {{ $value }} findings of the level {{ $labels.level }}: manage.py refuses migrate and
            other commands, so that the next release fails. manage.py check --deploy shows them.
        """,
        for_="10m",
    ),
    _alert(
        name="DjangoHealthConfigurationMissingVariables",
        expr="django_health_configuration_missing_variables > 0",
        severity=Severity.WARNING,
        summary="{{ $labels.job }} lacks environment variables that it needs",
        description="""
            {{ $value }} variables of REQUIRED_ENV are missing or empty in the process
            {{ $labels.instance }}. The detailed health document names them; set them where the
            service is started, and restart it.
        """,
    ),
    _alert(
        name="DjangoHealthConfigurationCacheTableMissing",
        expr="django_health_configuration_cache_table_missing == 1",
        severity=Severity.WARNING,
        summary="The table of the cache {{ $labels.cache }} of {{ $labels.job }} is not there",
        description="""
            The cache {{ $labels.cache }} is kept in a table that does not exist, so that every use
            of it raises an error. Run manage.py createcachetable.
        """,
    ),
    _alert(
        name="DjangoHealthConfigurationSilencedIssues",
        expr="""
            django_health_configuration_silenced_issues
            > django_health_configuration_silenced_issues offset 1d
        """,
        severity=Severity.INFO,
        summary="{{ $labels.job }} silences more of Django's system checks than a day ago",
        description="""
            SILENCED_SYSTEM_CHECKS hides {{ $value }} findings, more than yesterday. See in the
            settings which were added, and whether there is a reason beside them. The alert ends
            after a day.
        """,
        for_="1h",
    ),
]

CONFIGURATION = RuleFile("configuration", [Group("django-health-configuration", _ALERTS)])
