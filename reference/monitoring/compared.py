"""With which thresholds an alert compares."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml

from mixin.generated import BUNDLE, generated
from mixin.limit import Limit
from mixin.rules.rule import Alert
from mixin.thresholds import LIMITS

_MARK = re.compile(r"<<#?(\w+)(?:;[^>]*)?>>")
_OF_THE_HOST = re.compile(r'django_health_threshold_ratio\w*(?:<<,?job>>)?\{resource="(\w+)"')

BY_NAME: Mapping[str, Limit] = {limit.meaning.name: limit for limit in LIMITS}
"""The limits by the name that ``rules --threshold`` takes."""


def thresholds_of(alert: Alert) -> list[str]:
    """Return the names of the limits that an alert compares with, and the settings of the host."""
    expr = _marked()[alert.name, alert.severity.value, alert.for_]
    names = [name for name in _MARK.findall(expr) if name in BY_NAME]
    host = [f"thresholds.{resource}" for resource in _OF_THE_HOST.findall(expr)]
    return list(dict.fromkeys(names + host))


@cache
def _marked() -> Mapping[tuple[str, str, str], str]:
    """The expressions of all alerts, in which marks stand for the limits."""
    texts = [text for path, text in generated().items() if path.startswith(f"{BUNDLE}/rules/")]
    rules: list[dict[str, Any]] = [
        rule
        for text in texts
        for group in yaml.safe_load(text)["groups"]
        for rule in group["rules"]
        if "alert" in rule
    ]
    return {
        (rule["alert"], rule["labels"]["severity"], rule.get("for", "")): rule["expr"]
        for rule in rules
    }
