"""What an answer of the daemon says is ill, read so quickly that reading is no load of its own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from faulty_stack.targets import COMPONENTS, Illness

_TARGET = re.compile(
    r'^django_health_(\w+)_error\{\w+="([^"]*)",reason="(\w+)"\} 1', flags=re.MULTILINE
)
_CELERY = re.compile(
    r'^django_health_check_error\{check="celery",reason="(\w+)"\} 1', flags=re.MULTILINE
)


def told_by_metrics(text: str) -> frozenset[Illness]:
    """Return what a scrape says is ill."""
    targets = {
        Illness(component, name, reason)
        for component, name, reason in _TARGET.findall(text)
        if component in COMPONENTS
    }
    return frozenset(targets | {Illness("celery", "", reason) for reason in _CELERY.findall(text)})


def told_by_document(body: bytes) -> frozenset[Illness]:
    """Return what the detailed document says is ill."""
    return frozenset(_listed(json.loads(body)["checks"]))


def _listed(checks: dict[str, Any]) -> Iterator[Illness]:
    for component in COMPONENTS:
        check = checks[component]
        for name, result in check.get("targets", {"": check}).items():
            if result["status"] == "error":
                yield Illness(component, name, result["reason"])
