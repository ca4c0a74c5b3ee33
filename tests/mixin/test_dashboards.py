"""The dashboards that are committed: the linter finds nothing in them, and alerts lead to them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from committed_rules import Committed, committed_rules
from dashboard_linter import LINTS, Known, Lint, boards
from dashboard_linter.reading import Json, variables
from mixin.generated import DASHBOARDS
from mixin.rules.table import FILES
from rule_lint.book import Book

ROOT = Path(__file__).parents[2]
BOARDS = boards(ROOT / DASHBOARDS)
KNOWN = Known(frozenset(BOARDS), Book(FILES))


ALERTS = [rule for rule in committed_rules() if rule.is_alert]


def test_there_are_dashboards() -> None:
    """Those of which the page for Grafana tells, and no others."""
    page = (ROOT / "grafana" / "README.md").read_text(encoding="utf-8")
    assert set(BOARDS) == set(re.findall(r"dashboards/([\w-]+)\.json", page))


@pytest.mark.parametrize("lint", LINTS, ids=lambda lint: lint.__name__)
@pytest.mark.parametrize("board", BOARDS.values(), ids=BOARDS)
def test_nothing_is_found(board: Json, lint: Lint) -> None:
    """Each lint leaves each dashboard alone."""
    assert list(lint(board, KNOWN)) == []


@pytest.mark.parametrize("alert", ALERTS, ids=[alert.name for alert in ALERTS])
def test_alerts_lead_to_dashboards(alert: Committed) -> None:
    """The dashboard that an alert names is there, and has the variables that it narrows."""
    url = alert.annotations["dashboard_url"]
    found = re.fullmatch(r"\{\{ \$externalLabels\.grafana_url \}\}/d/([\w-]+)(?:\?(.*))?", url)
    assert found, url
    names = {variable["name"] for variable in variables(BOARDS[found[1]])}
    assert set(re.findall(r"var-(\w+)=", found[2] or "")) <= names
