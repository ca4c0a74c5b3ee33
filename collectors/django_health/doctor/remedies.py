"""What to do about each reason, and about what is particular to a component."""

from __future__ import annotations

from collections.abc import Mapping

from django_health.result import CheckResult, Reason

GRANTS = "django-health-exporter grants"
"""The command that prints privileges."""

_BY_REASON: Mapping[Reason, str] = {
    Reason.TIMEOUT: "look whether a firewall drops the packets and whether the server is "
    "overloaded; timeouts in the settings says how long is waited",
    Reason.REFUSED: "start the server, or correct host and port",
    Reason.DNS: "correct the host's name, or the resolver of this host",
    Reason.TLS: "compare the server's certificate, its name and the authority in the settings; "
    "'openssl s_client -connect HOST:PORT' shows what the server presents",
    Reason.AUTH: "correct user and password in the settings; in a URL special characters of a "
    "password are percent-encoded",
    Reason.PERMISSION: "grant what is missing",
    Reason.TOO_MANY_CONNECTIONS: "raise the server's limit, or have its clients keep fewer "
    "connections (CONN_MAX_AGE, pools)",
    Reason.READ_ONLY: "have the alias lead to the primary, or end the server's read-only mode",
    Reason.UNAVAILABLE: "look into the server's own log",
    Reason.WRONG_ANSWER: "look what answers at that address, and whether it is what the settings "
    "say",
    Reason.MISCONFIGURED: "correct the setting that is named",
    Reason.THRESHOLD: "free what is used up, or change thresholds in the settings",
    Reason.INTERNAL: "look into the log at level debug; where it is the exporter's fault, report "
    "it",
}

_BY_COMPONENT: Mapping[tuple[str, Reason], str] = {
    ("celery", Reason.UNAVAILABLE): "start a worker: celery -A PROJECT worker",
    ("celery", Reason.TIMEOUT): "look at the broker and at broker_url",
    ("http", Reason.WRONG_ANSWER): "compare the answer with expected_status and body_contains",
    ("http", Reason.AUTH): "correct the credentials in url or headers",
    ("sql", Reason.PERMISSION): "grant SELECT on what the query reads",
    ("storage", Reason.PERMISSION): "let the exporter's credentials write, read and delete "
    "below the prefix",
    ("migrations", Reason.PERMISSION): "GRANT SELECT ON django_migrations to the user of this "
    "alias",
}

_BY_PART: Mapping[tuple[str, str], str] = {
    ("configuration", "system_checks"): "'manage.py check --deploy' explains each; "
    "SILENCED_SYSTEM_CHECKS is for those that do not matter here",
    ("configuration", "settings"): "correct the settings that are named",
    ("configuration", "environment"): "set the variables for the process, or take them out of "
    "required_env",
    ("celery", "beat"): "look whether beat runs: celery -A PROJECT beat",
}
"""Of single aspects of a component."""

_MIGRATE = "manage.py migrate --database={target}"


def remedy_for(result: CheckResult) -> str:
    """Return what to do about a result that is not well; empty where its message says it."""
    if result.name == "migrations" and result.outcome.details.get("pending_migrations"):
        return _MIGRATE.format(target=result.target or "default")
    if of_part := _BY_PART.get((result.name, result.part)):
        return of_part
    reason = result.outcome.reason
    if reason is None:
        return ""
    remedy = _BY_COMPONENT.get((result.name, reason)) or _BY_REASON[reason]
    if reason is Reason.PERMISSION and result.name in {"database", "cache"}:
        return f"{remedy}: {GRANTS} {result.name}/{result.target}"
    return remedy
