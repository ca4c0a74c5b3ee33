"""PromQL in files, found by what they are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from inspect import cleandoc
from typing import Any

import yaml
from promql_parser import Expr, VectorSelector, parse

from dashboard_linter.queries import TIMES
from dashboard_linter.reading import expressions, interpolated
from named_metrics.names import DECLARED
from rule_lint.tree import nodes

_SPAN = re.compile(r"`([^`\n]+)`")
_FENCE = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
_QUOTED = re.compile(r"'([^']+)'|\"((?:[^\"\\]|\\.)+)\"")
_KEYS = {"expr", "series"}
_OF_CHART = "/django-health-exporter/templates/"
"""Templates of Helm, which are no YAML before they are rendered; they take the rules from files."""


def queries_in(path: str, text: str) -> Iterator[str]:
    """Yield every expression in a file."""
    if path.endswith(".json"):
        found = json.loads(text)
        if isinstance(found, dict) and "panels" in found:
            yield from (expr for _, expr in expressions(found))
    elif path.endswith((".yaml", ".yml")) and _OF_CHART not in path:
        for document in yaml.safe_load_all(text):
            yield from _below(document)
    elif path.endswith(".md"):
        yield from _in_prose(text)


def tree_in(text: str) -> Expr | None:
    """Return the tree of an expression, and ``None`` for what is none."""
    try:
        return parse(cleandoc(interpolated(text, TIMES)))
    except ValueError:
        return None


def _below(value: Any) -> Iterator[str]:
    """The expressions of rules and of their tests."""
    if isinstance(value, list):
        for one in value:
            yield from _below(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            if key in _KEYS and isinstance(one, str):
                yield one
            else:
                yield from _below(one)


def _in_prose(text: str) -> Iterator[str]:
    for block in _FENCE.findall(text):
        for candidate in (block, *block.splitlines(), *_quoted(block)):
            if _asks_something(candidate):
                yield candidate
    for span in _SPAN.findall(_FENCE.sub("", text)):
        for candidate in (span, *_quoted(span)):
            if _asks_something(candidate):
                yield candidate


def _quoted(text: str) -> Iterator[str]:
    for single, double in _QUOTED.findall(text):
        yield single or double.replace('\\"', '"')


def _asks_something(text: str) -> bool:
    """Whether it is an expression about a metric; a bare word may be anything."""
    tree = tree_in(text)
    if tree is None:
        return False
    selectors = [node for node in nodes(tree) if isinstance(node, VectorSelector)]
    named = [one.name or "" for one in selectors]
    if any(name.endswith("_") or DECLARED.fullmatch(name) for name in named):
        return False
    ours = any(name.startswith("django_health_") for name in named)
    return ours or any(one.matchers.matchers for one in selectors)
