"""The rules load in every Prometheus there is, and each alert does there what it says."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from promql_parser import parse_duration

from mixin.generated import RULES
from mixin.rules.exporter import EXPORTER
from mixin.rules.rule import RuleFile, Severity
from mixin.rules.table import FILES
from promtools import ROOT, Promtool, promtools
from rule_cases import missing_cases
from rule_lint import LINTS, Book, Lint

TESTS = ROOT / "tests" / "rules"
WITH_ALERTS = [file for file in FILES if file.alerts]
TOLD = [file for file in WITH_ALERTS if file.name not in ("exporter", "slo")]
"""About what exporters tell; not about themselves, nor averages of what they told."""

every_promtool = pytest.mark.parametrize("promtool", promtools(), ids=str)


def _named(file: RuleFile) -> str:
    return file.name


@every_promtool
def test_rules_load_without_a_finding(promtool: Promtool) -> None:
    """``promtool check rules`` with all of its lints says nothing against any file."""
    files = [ROOT / RULES / f"{file.name}.yaml" for file in FILES]
    checked = promtool.run("check", "rules", "--lint=all", "--lint-fatal", *files)
    assert checked.returncode == 0, checked.stdout


@every_promtool
@pytest.mark.parametrize("file", sorted(TESTS.glob("*.yaml")), ids=lambda file: str(file.stem))
def test_alerts_fire_when_they_are_to(promtool: Promtool, file: Path) -> None:
    """Each case of each alert happens as ``tests/rules`` has it."""
    tested = promtool.run("test", "rules", file)
    assert tested.returncode == 0, tested.stdout


@pytest.mark.parametrize("file", WITH_ALERTS, ids=_named)
def test_every_alert_has_its_cases(file: RuleFile) -> None:
    """Each is shown firing, silent, at its boundary and resolving, with each of its severities."""
    path = TESTS / f"{file.name}.yaml"
    assert path.exists(), f"{path.relative_to(ROOT)} is missing"
    tests = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert f"../../{RULES}/{file.name}.yaml" in tests["rule_files"]
    assert list(missing_cases(file.alerts, tests)) == []


def test_no_tests_are_left_over() -> None:
    """A file of tests is of a file of rules, which may have another that looks each minute."""
    tests = {path.stem.removesuffix("_minutes") for path in TESTS.glob("*.yaml")}
    assert tests <= {file.name for file in FILES}


@pytest.mark.parametrize("file", FILES, ids=_named)
@pytest.mark.parametrize("lint", LINTS, ids=lambda lint: str(lint.__name__))
def test_no_rule_has_a_finding(lint: Lint, file: RuleFile) -> None:
    """The project's own lints find nothing."""
    book = Book(FILES)
    found = {rule.name: list(lint(rule, book)) for group in file.groups for rule in group.rules}
    assert {name: findings for name, findings in found.items() if findings} == {}


def test_names_of_groups_are_unique() -> None:
    """Prometheus tells groups apart by file and name; people by name alone."""
    names = [group.name for file in FILES for group in file.groups]
    assert sorted(names) == sorted(set(names))


def _seconds(duration: str) -> float:
    return parse_duration(duration).total_seconds() if duration else 0


@pytest.mark.parametrize("file", TOLD, ids=_named)
def test_what_an_exporter_tells_outlasts_it(file: RuleFile) -> None:
    """Nobody is told that all is well before somebody is told that nothing is known any more."""
    down = next(alert for alert in EXPORTER.alerts if alert.name == "DjangoHealthExporterDown")
    needed = _seconds(down.for_) + 60
    ended = {
        alert.name
        for alert in file.alerts
        if alert.severity is Severity.CRITICAL and _seconds(alert.keep_firing_for) < needed
    }
    assert ended == set()
