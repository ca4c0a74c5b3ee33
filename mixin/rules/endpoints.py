"""Alerts about HTTP, SMTP, TCP, DNS, SQL and storage targets."""

from __future__ import annotations

from mixin.rules.rule import Alert, Group, RuleFile, Severity
from mixin.thresholds import (
    CERTIFICATE_DAYS_CRITICAL,
    CERTIFICATE_DAYS_WARNING,
    HTTP_ANSWERS,
    HTTP_UNFELT,
    SLOWER_THAN_BEFORE,
)

_DAY = 86400
_EXPIRY = "certificate_expiry_timestamp_seconds"
_RESPONSE = "django_health_http_response_seconds"


def _down(component: str, label: str, severity: Severity, what: str, first: str) -> Alert:
    """Return the alert that a target does not answer as it should.

    Args:
        component: ``http``, ``smtp`` and so on.
        label: The label with the target's name.
        severity: What its loss usually means.
        what: What it is called, ``%s`` being its name.
        first: What to do first.
    """
    return Alert(
        name=f"DjangoHealth{component.capitalize()}Down",
        expr=f"django_health_{component}_up == 0",
        severity=severity,
        component=component,
        summary=what % f"{{{{ $labels.{label} }}}}",
        description=f"""
            {{{{ $labels.instance }}}} has seen it so for five minutes; the reason is on the
            dashboard and in /health/detailed/. {first}
        """,
        dashboard="dhe-overview",
        kept={"job": "job", "instance": "instance", "alias": label},
        keep_firing_for="5m",
    )


DOWN = [
    _down(
        "http",
        "endpoint",
        Severity.CRITICAL,
        "The HTTP endpoint %s does not answer as it should",
        "Ask it with curl -v from the same host, and look at the status of whoever runs it.",
    ),
    _down(
        "tcp",
        "endpoint",
        Severity.CRITICAL,
        "Nothing accepts connections at the TCP endpoint %s",
        "Try nc -vz from the same host; if it is refused look at the service, else at the way.",
    ),
    _down(
        "dns",
        "endpoint",
        Severity.CRITICAL,
        "The name %s does not resolve as it should",
        "Ask with dig from the same host, at its own name server and at another.",
    ),
    _down(
        "storage",
        "storage",
        Severity.CRITICAL,
        "The storage %s does not keep and return files",
        "See whether it is full, whether it can be reached, and whether its credentials are good.",
    ),
    _down(
        "smtp",
        "endpoint",
        Severity.CRITICAL,
        "The mail server %s does not accept mail",
        "Talk to it with openssl s_client from the same host; mail that was not sent may be lost.",
    ),
    _down(
        "sql",
        "query",
        Severity.CRITICAL,
        "The SQL query %s fails",
        "Look whether its database answers, and run the query by hand as the same user.",
    ),
]


def _certificate(severity: Severity, days: float, for_: str) -> Alert:
    either = "\n  or ".join(
        f'label_replace(django_health_{check}_{_EXPIRY}, "check", "{check}", "", "")'
        for check in ("http", "smtp")
    )
    return Alert(
        name="DjangoHealthCertificateExpiry",
        expr=f"({either}) - time() < {days * _DAY}",
        severity=severity,
        component="endpoint",
        summary="The certificate of {{ $labels.check }}/{{ $labels.endpoint }} ends soon",
        description="""
            It ends in {{ $value | humanizeDuration }}, or has ended if that is negative. Renew it
            on the server that presents it, and find out why the renewal did not come by itself.
        """,
        dashboard="dhe-overview",
        kept={"job": "job", "instance": "instance", "alias": "endpoint"},
        for_=for_,
        keep_firing_for="5m" if severity is Severity.CRITICAL else "",
    )


SLOW = Alert(
    name="DjangoHealthHttpSlow",
    expr=f"""
    quantile_over_time(0.5, {_RESPONSE}[15m])
      > {SLOWER_THAN_BEFORE} * quantile_over_time(0.5, {_RESPONSE}[1d] offset 1h)
    and quantile_over_time(0.5, {_RESPONSE}[15m]) > {HTTP_UNFELT}
    and count_over_time({_RESPONSE}[1d] offset 1h) >= {HTTP_ANSWERS}
    """,
    severity=Severity.WARNING,
    component="http",
    summary="The HTTP endpoint {{ $labels.endpoint }} answers slower than it did",
    description=f"""
        Half of its answers of the last quarter of an hour took {{{{ $value | humanizeDuration }}}}
        or more, over {SLOWER_THAN_BEFORE} times as long as in the day before. See whether the way
        or the server is slow: connecting is measured apart.
    """,
    dashboard="dhe-overview",
    kept={"job": "job", "instance": "instance", "alias": "endpoint"},
    for_="15m",
)

ENDPOINTS = RuleFile(
    "endpoints",
    [
        Group(
            "django-health-endpoints",
            [
                *DOWN,
                _certificate(Severity.CRITICAL, CERTIFICATE_DAYS_CRITICAL, "10m"),
                _certificate(Severity.WARNING, CERTIFICATE_DAYS_WARNING, "1h"),
                SLOW,
            ],
        )
    ],
)
