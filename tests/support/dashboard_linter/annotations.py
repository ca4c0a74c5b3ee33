"""Annotations: what happened, marked in all graphs."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard_linter.known import Known
from dashboard_linter.reading import Json, marks

NEEDED = {
    "firing alerts": "ALERTS",
    "changes of the version": "django_health_exporter_build_info",
    "pending migrations": "django_health_migrations_unapplied",
}
"""What has to be marked, and the metric by which it is known."""


def annotations_missing(board: Json, known: Known) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """Find a dashboard that does not mark what all mark."""
    asked = [str(annotation.get("expr", "")) for annotation in marks(board)]
    for what, metric in NEEDED.items():
        if not any(metric in expr for expr in asked):
            yield "annotations", f"there is none of {what}"


def annotations_unlike_others(board: Json, known: Known) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """Find annotations that are not shown, or that do not say what they mark."""
    for annotation in marks(board):
        where = f"annotation {annotation.get('name')}"
        if not annotation.get("enable") or annotation.get("hide"):
            yield where, "it is switched off, or cannot be switched"
        if not annotation.get("name") or not annotation.get("titleFormat"):
            yield where, "it has no name, or no text"
        if not annotation.get("step"):
            yield where, "it has no step, so that it looks rarely when the range is long"
