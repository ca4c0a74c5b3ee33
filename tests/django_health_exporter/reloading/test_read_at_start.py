"""Which changed values wait for a restart."""

from __future__ import annotations

from django_health_exporter.reloading.read_at_start import changed_keys
from django_health_exporter.web.config import WebConfig


def test_changed_keys() -> None:
    """By the names that they have in the file, in its order."""
    changed = WebConfig(telemetry_path="/x", listen_addresses=("127.0.0.1:1",))
    assert changed_keys(WebConfig(), changed) == ["web.listen_addresses", "web.telemetry_path"]
    assert changed_keys(changed, changed) == []
