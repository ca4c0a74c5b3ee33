"""What is measured of a project's configuration."""

from __future__ import annotations

from django_health.result import Family

ISSUES = Family(
    "django_health_configuration_issues",
    "Findings of Django's system checks by level, those of --deploy included and silenced ones not "
    "(django.core.checks.run_checks).",
    ("level",),
)
SILENCED_ISSUES = Family(
    "django_health_configuration_silenced_issues",
    "Findings of Django's system checks that SILENCED_SYSTEM_CHECKS silences.",
)
FINDING = Family(
    "django_health_configuration_finding",
    "1 when a setting is unfit for production, else 0 (DEBUG, SECRET_KEY, SECRET_KEY_FALLBACKS, "
    "and ALLOWED_HOSTS while DEBUG is off).",
    ("finding",),
)
MISSING_VARIABLES = Family(
    "django_health_configuration_missing_variables",
    "Environment variables of REQUIRED_ENV that this process has not or that are empty.",
)
CACHE_TABLE_MISSING = Family(
    "django_health_configuration_cache_table_missing",
    "1 when the table of a database cache is not there (SELECT of no rows from it), else 0.",
    ("cache",),
)
CLOCK_SKEW = Family(
    "django_health_database_clock_skew_seconds",
    "Seconds by which the database's clock is ahead of this host's, negative when behind "
    "(PostgreSQL: clock_timestamp(); MySQL: UTC_TIMESTAMP(6); half of the round trip deducted).",
    ("database",),
)
TIME_ZONE_FINDING = Family(
    "django_health_database_time_zone_finding",
    "1 when it is so, else 0; mismatch: without USE_TZ the server's time zone is another than "
    "TIME_ZONE (PostgreSQL: TimeZone; MySQL: global time_zone); unknown_zone: the server does not "
    "know a zone that Django names to it (PostgreSQL: pg_timezone_names; MySQL: CONVERT_TZ).",
    ("database", "finding"),
)
