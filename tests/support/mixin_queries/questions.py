"""Finds the queries in the files that are committed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from committed_rules import Committed, committed_rules
from dashboard_linter.reading import Json, asked_by, boards, marks, rows, title, variables
from mixin_queries.question import Kind, Question

BOARDS = Path(__file__).parents[3] / "grafana" / "dashboards"


def questions() -> dict[str, Question]:
    """Return all of them by name."""
    found = [*of_boards(boards(BOARDS).values()), *of_rules(committed_rules())]
    names = Counter(question.name for question in found)
    if twice := [name for name, count in names.items() if count > 1]:
        raise ValueError(f"several queries are called {', '.join(twice)}")
    return {question.name: question for question in found}


def of_boards(found: Iterable[Json]) -> Iterator[Question]:
    """Yield the queries of dashboards."""
    for board in found:
        uid = board["uid"]
        for variable in variables(board):
            asked = asked_by(variable)
            if variable["type"] == "query" and asked is not None:
                name = f"{uid}/variable/{variable['name']}"
                yield Question(name, Kind.VALUES, asked.expr, asked.label)
        for annotation in marks(board):
            name = f"{uid}/annotation/{annotation['name']}"
            yield Question(name, Kind.RANGE, annotation["expr"])
        for row, panels in rows(board):
            for panel in panels:
                yield from _of_panel(f"{uid}/{row}", panel)


def _of_panel(where: str, panel: Json) -> Iterator[Question]:
    for target in panel.get("targets") or ():
        kind = Kind.INSTANT if target.get("instant") else Kind.RANGE
        yield Question(f"{where}/{title(panel)}/{target['refId']}", kind, target["expr"])


def of_rules(rules: Iterable[Committed]) -> Iterator[Question]:
    """Yield the queries of rules; several of one name are told by their labels."""
    for rule in rules:
        own = [value for label, value in rule.labels.items() if label != "component"]
        kind = Kind.ALERT if rule.is_alert else Kind.INSTANT
        yield Question("/".join([rule.file, rule.name, *own]), kind, rule.expr)
