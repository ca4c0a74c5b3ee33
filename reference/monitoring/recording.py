"""The page of the recording rules."""

from __future__ import annotations

from mixin.rules.rule import Group, Record
from mixin.rules.table import FILES
from reference.markdown import code, inline, table
from reference.meaning import said
from reference.page import Page

_INTRODUCTION = """
What the rules of `deploy/prometheus/rules` record. [Alerts](alerts.md) and dashboards read it, and
dashboards of your own may.
"""

_HEAD = ("recorded", "every", "meaning")


def _blocks() -> list[str]:
    groups = [group for file in FILES for group in file.groups]
    rows = [row for group in groups for row in _rows(group)]
    return [_INTRODUCTION, table(_HEAD, rows)]


def _rows(group: Group) -> list[list[str]]:
    every = group.interval or "evaluation"
    return [
        [code(rule.name), every, inline(said(rule.meaning, f"the record {rule.name}"))]
        for rule in group.rules
        if isinstance(rule, Record)
    ]


PAGE = Page(
    "reference/recording-rules.md",
    "Recording rules",
    "Every series that the rules record, and what it is for",
    _blocks,
)
