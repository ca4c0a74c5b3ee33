"""What is read at the start alone, and how to tell that it has changed."""

from __future__ import annotations

from msgspec.structs import asdict

from django_health_exporter.web.config import WebConfig


def changed_keys(in_force: WebConfig, wanted: WebConfig) -> list[str]:
    """Return the keys, as the file has them, whose values take effect after a restart."""
    now, then = asdict(in_force), asdict(wanted)
    return [f"web.{key}" for key in now if now[key] != then[key]]
