"""The rules as they are committed, and as a Prometheus reads them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).parents[2] / "deploy" / "prometheus" / "rules"


@dataclass(frozen=True, slots=True)
class Committed:
    """A rule.

    Attributes:
        file: The name of its file.
        name: Of the alert or of what is recorded.
        expr: What it asks.
        is_alert: Whether it is an alert.
        labels: Those that it adds.
        annotations: What an alert says.
    """

    file: str
    name: str
    expr: str
    is_alert: bool
    labels: dict[str, str] = field(default_factory=dict)
    annotations: dict[str, str] = field(default_factory=dict)


@cache
def committed_rules() -> tuple[Committed, ...]:
    """Return all of them, in the order of the files' names."""
    return tuple(rule for path in sorted(FOLDER.glob("*.yaml")) for rule in _rules(path))


def _rules(path: Path) -> list[Committed]:
    groups = yaml.safe_load(path.read_text(encoding="utf-8"))["groups"]
    return [
        Committed(
            path.name,
            rule.get("alert") or rule["record"],
            rule["expr"],
            "alert" in rule,
            rule.get("labels") or {},
            rule.get("annotations") or {},
        )
        for group in groups
        for rule in group["rules"]
    ]
