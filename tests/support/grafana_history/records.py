"""What the recording rules would have recorded, had they been there all the time."""

from __future__ import annotations

import json
import re
import urllib.parse
from collections.abc import Iterator

from committed_rules import Committed, committed_rules
from grafana_history.serving import fetch

INTERVAL = 300
"""Seconds between evaluations; a month of them is what Prometheus answers at once."""

_RECORDED = re.compile(r"\b\w+:\w+:\w+\b")


def in_turn() -> Iterator[list[Committed]]:
    """Yield the rules, those first that need no other."""
    left = [rule for rule in committed_rules() if not rule.is_alert]
    while left:
        names = {rule.name for rule in left}
        turn = [r for r in left if not (set(_RECORDED.findall(r.expr)) - {r.name}) & names]
        yield turn
        left = [rule for rule in left if rule not in turn]


def recorded(rules: list[Committed], start: int, end: int, url: str) -> Iterator[str]:
    """Yield what rules would have recorded, as lines of OpenMetrics.

    Args:
        rules: They.
        start: Since when.
        end: Until when.
        url: Of a Prometheus that has what they need.
    """
    for rule in rules:
        asked = {"query": rule.expr, "start": start, "end": end, "step": INTERVAL}
        answer = json.loads(fetch(f"{url}/api/v1/query_range?{urllib.parse.urlencode(asked)}"))
        for series in answer["data"]["result"]:
            labels = {**series["metric"], **rule.labels}
            labels.pop("__name__", None)
            told = ",".join(f"{label}={json.dumps(value)}" for label, value in labels.items())
            for at, value in series["values"]:
                yield f"{rule.name}{{{told}}} {value} {at}\n"
    yield "# EOF\n"
