"""The page of the thresholds that alerts and dashboards have."""

from __future__ import annotations

from mixin.limit import Limit
from mixin.rules.table import FILES
from mixin.thresholds import LIMITS
from reference.markdown import code, codes, inline, table
from reference.meaning import said
from reference.monitoring.compared import thresholds_of
from reference.page import Page

_INTRODUCTION = """
What `django-health-exporter rules --threshold NAME=NUMBER` and `dashboards --threshold` take. A
`share` is 0 to 1. CPU, memory and disks have none here: they are compared with what each exporter
is [configured with](settings.md#thresholds).
"""

_HEAD = ("threshold", "default", "unit", "bounds", "alerts", "meaning")


def _blocks() -> list[str]:
    return [_INTRODUCTION, table(_HEAD, [_row(limit, _alerts(limit)) for limit in LIMITS])]


def _alerts(limit: Limit) -> list[str]:
    """The names of the alerts that compare with a limit, each once."""
    alerts = (alert for file in FILES for alert in file.alerts)
    found = [alert.name for alert in alerts if limit.meaning.name in thresholds_of(alert)]
    return list(dict.fromkeys(found))


def _row(limit: Limit, alerts: list[str]) -> list[str]:
    meaning = limit.meaning
    links = [f"[{name.removeprefix('DjangoHealth')}](../runbooks/{name}.md)" for name in alerts]
    text = inline(said(meaning.text, f"the threshold {meaning.name}"))
    return [
        code(meaning.name),
        f"{float(limit):.12g}",
        meaning.unit,
        _bounds(limit),
        ", ".join(links),
        text,
    ]


def _bounds(limit: Limit) -> str:
    meaning = limit.meaning
    words = [f"above {meaning.above:g}"]
    if meaning.most is not None:
        words.append(f"at most {meaning.most:g}")
    if meaning.at_most:
        words.append(f"not above {codes([meaning.at_most])}")
    return ", ".join(words)


PAGE = Page(
    "reference/thresholds.md",
    "Thresholds of alerts and dashboards",
    "Every number that `rules --threshold` takes: default, unit, bounds, alerts",
    _blocks,
)
