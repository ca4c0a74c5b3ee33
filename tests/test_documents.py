"""What the documents say of the code, held against it; those written from it: tests/reference."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from django_health.custom.registration import (
    clear_health_checks,
    register_health_check,
    registered_checks,
)
from django_health.engine.boundary import outcome_of
from django_health.result import Status
from django_health.settings import COMPONENTS, settings_from
from django_health.settings.validation import convert
from django_health.version import __version__
from django_health_exporter.configuration.schema import ConfigurationFile

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "end_to_end" / "golden"
METRICS = ROOT / "docs" / "metrics.md"
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONFIGURATION = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")


def test_golden_files_hold_documented_families_alone() -> None:
    """What the daemon answers is in the page."""
    page = METRICS.read_text(encoding="utf-8")
    for path in GOLDEN.glob("*.txt"):
        told = re.findall(r"^# TYPE (\S+) ", path.read_text(encoding="utf-8"), re.MULTILINE)
        own = {name for name in told if name.startswith("django_health_sql_tables_")}  # a query's
        assert [name for name in told if f"| `{name}` |" not in page and name not in own] == []


@pytest.mark.parametrize("page", [README, CONFIGURATION], ids=["README", "configuration"])
def test_files_are_valid(page: str) -> None:
    """The configuration files that the pages show can be used."""
    (text,) = re.findall(r"```yaml\n# --config\.file[^\n]*\n(.*?)```", page, re.DOTALL)
    convert(yaml.safe_load(text), ConfigurationFile, "page")


def test_page_of_checks_is_valid() -> None:
    """What it shows can be used, and its table has every component."""
    text = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    (document,) = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    convert(yaml.safe_load(document), ConfigurationFile, "checks.md")
    (source,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    names: dict[str, Mapping[str, object]] = {}
    exec(source, names)  # noqa: S102 - it is our own
    settings_from(names["HEALTH_CHECK"], "checks.md")
    rows = re.findall(r"^\| (`.*?`) \| (?:by itself|in a|declared)", text, re.MULTILINE)
    assert sorted(re.findall(r"`(\w+)`", "".join(rows))) == sorted(COMPONENTS)


def test_page_of_custom_checks_works() -> None:
    """Its example can be registered, and answers."""
    text = (ROOT / "docs" / "custom-checks.md").read_text(encoding="utf-8")
    (source,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    names: dict[str, Any] = {}
    try:
        exec(source, names)  # noqa: S102 - it is our own
        registered = register_health_check(names["WarehouseCheck"])
        (licence, warehouse) = registered_checks()
        assert registered is names["WarehouseCheck"]
        assert (licence.name, outcome_of(licence).status) == ("licence", Status.OK)
        outcome = outcome_of(warehouse)
        assert (outcome.status, outcome.details) == (Status.WARNING, {"waiting": 43})
        assert len(outcome.measurements) == 2
    finally:
        clear_health_checks()


def test_changelog_names_the_version_to_come() -> None:
    """The changelog begins with what is unreleased, or with the present version."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    (first, *_) = re.findall(r"^## \[([^\]]+)\]", changelog, re.MULTILINE)
    assert first in ("Unreleased", __version__)


def _queries() -> list[str]:
    """The queries that the page for Grafana shows."""
    text = (ROOT / "grafana" / "README.md").read_text(encoding="utf-8")
    return re.findall(r"\| `([^`]+)` \|$", text, re.MULTILINE)


def test_queries_are_valid(tmp_path: Path) -> None:
    """Prometheus' own tool takes every query of the page for Grafana."""
    rules = [{"record": f"job:query{i}:x", "expr": query} for i, query in enumerate(_queries())]
    path = tmp_path / "rules.yml"
    path.write_text(
        yaml.safe_dump({"groups": [{"name": "page", "rules": rules}]}), encoding="utf-8"
    )
    _assert_promtool_takes("rules", path)


def test_prometheus_configuration_is_valid() -> None:
    """Prometheus' own tool takes the configuration that operators copy."""
    _assert_promtool_takes("config", ROOT / "deploy" / "prometheus" / "prometheus.yml")


def _assert_promtool_takes(kind: str, path: Path) -> None:
    ended = subprocess.run(
        ["promtool", "check", kind, str(path)], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
