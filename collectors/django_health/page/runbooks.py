"""Which runbook is about a check that is not well; they are named after the alerts."""

from __future__ import annotations

from collections.abc import Mapping

from django_health.result import CheckResult, Reason, Status

DOWN: Mapping[str, str] = {
    "database": "DatabaseDown",
    "cache": "CacheDown",
    "http": "HttpDown",
    "smtp": "SmtpDown",
    "storage": "StorageDown",
    "tcp": "TcpDown",
    "dns": "DnsDown",
    "sql": "SqlDown",
}
"""What fails as a whole, by component."""

BY_REASON: Mapping[tuple[str, str, Reason], str] = {
    ("database", "", Reason.READ_ONLY): "DatabaseReadOnly",
    ("database", "", Reason.TOO_MANY_CONNECTIONS): "DatabaseConnectionsHigh",
    ("system", "cpu", Reason.THRESHOLD): "CpuHigh",
    ("system", "memory", Reason.THRESHOLD): "MemoryHigh",
    ("system", "disk", Reason.THRESHOLD): "DiskFull",
    ("system", "container", Reason.THRESHOLD): "ContainerMemoryHigh",
    ("celery", "beat", Reason.THRESHOLD): "CeleryBeatLate",
    ("configuration", "environment", Reason.MISCONFIGURED): "ConfigurationMissingVariables",
    ("configuration", "settings", Reason.MISCONFIGURED): "ConfigurationUnfit",
    ("configuration", "system_checks", Reason.MISCONFIGURED): "ConfigurationIssues",
    ("configuration", "cache", Reason.MISCONFIGURED): "ConfigurationCacheTableMissing",
    ("configuration", "database", Reason.MISCONFIGURED): "DatabaseTimeZone",
    ("configuration", "database", Reason.THRESHOLD): "DatabaseClockSkew",
}
"""What is known more exactly, by component, by what its part begins with, and by reason."""

BY_FINDING: tuple[tuple[str, str, str], ...] = (
    ("migrations", "inconsistent", "MigrationsInconsistent"),
    ("migrations", "conflicts", "MigrationsConflict"),
    ("migrations", "pending_migrations", "MigrationsPending"),
    ("migrations", "unknown", "MigrationsUnknown"),
)
"""What tells it best: the first figure of the component that is more than nothing."""

REST: Mapping[Status, str] = {Status.ERROR: "CheckDown", Status.WARNING: "CheckWarning"}


def runbook_of(result: CheckResult) -> str:
    """Return the name of the runbook about a result, which is empty for one that is well."""
    rest = REST.get(result.status)
    if rest is None:
        return ""
    nearest = _by_finding(result) or _by_reason(result)
    if not nearest and result.status is Status.ERROR:
        nearest = DOWN.get(result.name, "")
    return f"DjangoHealth{nearest or rest}"


def _by_reason(result: CheckResult) -> str:
    reason = result.outcome.reason
    part = "" if result.name == "database" else result.part.partition("/")[0]
    return BY_REASON.get((result.name, part, reason), "") if reason else ""


def _by_finding(result: CheckResult) -> str:
    details = result.outcome.details
    if result.name == "celery" and details.get("active_workers") == 0:
        return "CeleryNoWorkers"  # the broker answers; where it does not, nobody counts workers
    found = (book for name, key, book in BY_FINDING if name == result.name and details.get(key))
    return next(found, "")
