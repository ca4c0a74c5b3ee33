"""What is told of what is declared: HTTP, SMTP, TCP, DNS and storages."""

from __future__ import annotations

from collections.abc import Iterator

from grafana_history.ground import TARGETS, Ground, Series
from grafana_history.shapes import Shape, either, steady, wobbling

_DAY = 86400


def figures(ground: Ground) -> Iterator[Series]:
    """Return their series."""
    for endpoint in TARGETS["http"]:
        yield from _http(ground, endpoint)
    for endpoint in TARGETS["smtp"]:
        yield _one(ground, "smtp", endpoint, "connect_seconds", 0.02)
        yield _one(ground, "smtp", endpoint, "session_seconds", 0.09)
        yield _certificate(ground, "smtp", endpoint, 40)
    yield _one(ground, "tcp", "search", "connect_seconds", 0.0009)
    yield _one(ground, "dns", "partner", "lookup_seconds", 0.006)
    records = steady(2)
    yield Series("django_health_dns_records", {"endpoint": "partner"}, records, ("dns", "partner"))
    for operation in ("save", "open", "delete"):
        labels = {"storage": "default", "operation": operation}
        took = wobbling(0.03, f"{ground.instance}/{operation}", 0.5)
        name = "django_health_storage_operation_seconds"
        yield Series(name, labels, took, ("storage", "default"))


def _one(ground: Ground, component: str, endpoint: str, name: str, level: float) -> Series:
    shape = wobbling(level, f"{ground.instance}/{endpoint}/{name}", 0.5)
    full = f"django_health_{component}_{name}"
    return Series(full, {"endpoint": endpoint}, shape, (component, endpoint))


def _http(ground: Ground, endpoint: str) -> Iterator[Series]:
    spans = ground.of("http", endpoint)
    refused = [span for span in spans if span.reason == "wrong_answer"]
    lost = [span for span in spans if span.reason == "timeout"]
    labels = {"endpoint": endpoint}
    none: Shape = lambda _: None  # noqa: E731 (a shape is a function)
    status = either(either(steady(200), steady(500), refused), none, lost)
    yield Series("django_health_http_status_code", labels, status)
    for name, level in (("connect_seconds", 0.018), ("response_seconds", 0.07)):
        quick = wobbling(level, f"{ground.instance}/{endpoint}/{name}", 0.5)
        took = either(quick, steady(0.9), ground.when("http", endpoint, "slow"))
        yield Series(f"django_health_http_{name}", labels, either(took, none, lost))
    ends_soon = any(span.reason == "expiry" for span in spans)
    yield _certificate(ground, "http", endpoint, 1.6 if ends_soon else 62)


def _certificate(ground: Ground, component: str, endpoint: str, days: float) -> Series:
    name = f"django_health_{component}_certificate_expiry_timestamp_seconds"
    return Series(name, {"endpoint": endpoint}, steady(ground.end + days * _DAY))
