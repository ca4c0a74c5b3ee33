"""Every metric and every label that is named anywhere exists, so that a renamed one is noticed."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path

import pytest

from committed_rules import committed_rules
from documented_metrics import documented
from mixin.rules.table import FILES
from named_metrics import labels_that_are_not, metrics_in, metrics_that_are_not, pages
from named_metrics.names import DECLARED
from rule_lint.book import Book

GOLDEN = Path(__file__).parents[1] / "end_to_end" / "golden"
LABEL = re.compile(r'(\w+)="')
BOOK = Book(FILES)
PAGES = pages()
NAMING = {path: text for path, text in PAGES.items() if "django_health_" in text}
"""The pages that name a metric; but for the list itself."""
NAMING.pop("docs/metrics.md")


class Renamed(Book):
    """All rules, and metrics of which one has another name, or another label."""

    old: str
    new: str

    @cached_property
    def exposed(self) -> dict[str, frozenset[str]]:
        """The labels of each metric."""
        known = Book(self.files).exposed
        return {
            (self.new if name == self.old else name): frozenset(
                self.new if label == self.old else label for label in labels
            )
            for name, labels in known.items()
        }


def _renamed(old: str, new: str) -> Book:
    book = Renamed(FILES)
    object.__setattr__(book, "old", old)
    object.__setattr__(book, "new", new)
    return book


NAMED = sorted({name for text in NAMING.values() for name in metrics_in(text)} & set(documented()))


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.txt")), ids=lambda path: path.stem)
def test_documented_labels_are_those_of_the_daemon(path: Path) -> None:
    """The list that all are held against is what the daemon really says."""
    samples = [line for line in path.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    for name, labels in {(s.split("{")[0].split(" ")[0], tuple(LABEL.findall(s))) for s in samples}:
        if not DECLARED.fullmatch(name):
            assert set(labels) == set(documented()[name].labels), name


@pytest.mark.parametrize("path", PAGES)
def test_metrics_exist(path: str) -> None:
    """Each is in the list of metrics, Prometheus' own, or recorded by a rule."""
    assert metrics_that_are_not(PAGES[path], BOOK) == set()


@pytest.mark.parametrize("path", PAGES)
def test_labels_exist(path: str) -> None:
    """Each is one of the metric that it is asked of, and of some series where it is shown."""
    assert sorted(set(labels_that_are_not(path, PAGES[path], BOOK))) == []


@pytest.mark.parametrize("path", PAGES)
def test_alerts_exist(path: str) -> None:
    """Each alert that is named is one of the rules."""
    known = {rule.name for rule in committed_rules() if rule.is_alert}
    named = set(re.findall(r"\bDjangoHealth[A-Z]\w+\b", PAGES[path]))
    assert {name for name in named if name not in known and not _begins(name, path)} == set()


def _begins(name: str, path: str) -> bool:
    """Whether it is no alert but a part of a pattern."""
    return re.search(rf"\b{name}[.*(\[]", PAGES[path]) is not None


@pytest.mark.parametrize("name", NAMED)
def test_renamed_metric_is_noticed(name: str) -> None:
    """When one is called otherwise, each page that names it is found."""
    book = _renamed(name, f"{name}_renamed")
    found = {path for path in NAMING if name in metrics_that_are_not(NAMING[path], book)}
    assert found == {path for path in NAMING if name in metrics_in(NAMING[path])}
    assert found


@pytest.mark.parametrize("label", ["database", "cache", "queue", "mountpoint", "endpoint", "check"])
def test_renamed_label_is_noticed(label: str) -> None:
    """When one is called otherwise, dashboards and rules are found."""
    book = _renamed(label, "renamed")
    found = {path for path in NAMING if list(labels_that_are_not(path, NAMING[path], book))}
    assert any(path.startswith("grafana/dashboards/") for path in found)
    assert any(path.startswith("deploy/prometheus/rules/") for path in found)
