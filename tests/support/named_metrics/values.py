"""Values of labels that have closed lists, in expressions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from functools import cache
from pathlib import Path

from promql_parser import VectorSelector

from named_metrics.expressions import queries_in, tree_in
from rule_lint.tree import nodes

GOLDEN = Path(__file__).parents[2] / "end_to_end" / "golden"
CLOSED = frozenset(
    {
        "backend",
        "check",
        "engine",
        "finding",
        "kind",
        "level",
        "mode",
        "operation",
        "reason",
        "resource",
        "state",
    }
)
"""Labels of which the daemon chooses the values; those of others are names that people give."""

NOT_THERE = {
    ("backend", "valkey"): "the daemon that is asked has Redis itself",
    ("backend", "keydb"): "as that",
    ("backend", "dragonfly"): "as that",
    ("check", "celery"): "its project has no Celery",
    ("check", 'ware"house'): "a check that somebody wrote, with a name that has to be quoted",
    ("check", "system_of_payments"): "a check that somebody wrote, which is none of ours",
    ("engine", "mysql"): "MariaDB is what it asks",
    ("reason", "evicted"): "of connections to the daemon, and nobody opens too many",
}
"""Values that exist and no golden file has, and why."""

_LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')
_ALTERNATIVES = re.compile(r"[\w |()-]*")
"""A pattern that is a list of values; another may mean anything."""

Values = Mapping[str, Set[str]]


@cache
def golden_values() -> Values:
    """Return the values of each closed label that a daemon told."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted(GOLDEN.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            for label, value in _LABEL.findall("" if line.startswith("#") else line):
                found[label].add(value)
    return {label: values for label, values in found.items() if label in CLOSED}


def values_that_are_not(path: str, text: str, known: Values) -> Iterator[str]:
    """Yield what a file asks of closed labels that is none of their values."""
    for label, value, query in asked_values(path, text):
        if value not in known[label] and (label, value) not in NOT_THERE:
            yield f"{label}={value!r} in {query}"


def asked_values(path: str, text: str) -> Iterator[tuple[str, str, str]]:
    """Yield each closed label with a value that a file asks for, and the expression."""
    for query in queries_in(path, text):
        tree = tree_in(query)
        selectors = nodes(tree) if tree is not None else ()
        for node in selectors:
            if isinstance(node, VectorSelector):
                for matcher in node.matchers.matchers:
                    if matcher.name in CLOSED:
                        is_pattern = str(matcher.op).endswith("Re")
                        for value in _meant(matcher.value, is_pattern=is_pattern):
                            yield matcher.name, value, query


def _meant(value: str, *, is_pattern: bool) -> list[str]:
    """The values that a matcher names; none is named by what a variable or a pattern means."""
    if not value or "$" in value or (is_pattern and not _ALTERNATIVES.fullmatch(value)):
        return []
    return value.split("|") if is_pattern else [value]
