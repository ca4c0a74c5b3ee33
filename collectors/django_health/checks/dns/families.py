"""What is measured of a name."""

from __future__ import annotations

from django_health.result import Family

LOOKUP_SECONDS = Family(
    "django_health_dns_lookup_seconds",
    "Seconds until a name server had answered; absent when none did.",
    ("endpoint",),
)
RECORDS = Family(
    "django_health_dns_records",
    "Records of the declared type in the answer; 0 when the name or such a record does not exist.",
    ("endpoint",),
)
