"""What the documents say of the code, held against the code.

``UPDATE_GOLDEN=1 pytest tests/test_documents.py`` writes ``docs/metrics.md`` anew.
"""

from __future__ import annotations

import os
import pkgutil
import re
import subprocess
from collections.abc import Mapping
from importlib import import_module
from itertools import groupby
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

import django_health
import django_health_exporter
from django_health.custom.registration import (
    clear_health_checks,
    register_health_check,
    registered_checks,
)
from django_health.engine.boundary import outcome_of
from django_health.metrics import TARGET_FAMILIES
from django_health.result import Family, Status
from django_health.settings import COMPONENTS, settings_from
from django_health.settings.declarations import (
    Declaration,
    DnsName,
    HttpEndpoint,
    SmtpServer,
    SqlQuery,
    StorageProbe,
    TcpEndpoint,
)
from django_health.settings.validation import convert
from django_health.settings.variables import ENVIRONMENT
from django_health.version import __version__
from django_health_exporter.cli.serve import serve
from django_health_exporter.configuration.schema import ConfigurationFile

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "end_to_end" / "golden"
METRICS = ROOT / "docs" / "metrics.md"
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONFIGURATION = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")

HEAD = """# Metrics

Written from the code; a test holds it true. A figure that a server does not have, or keeps from
the user, is absent.
"""


DEFINES_FAMILIES = re.compile(r"metrics$|\.families$|\.host\.|\.own\.|\.checks\.\w+$")
"""The modules in which families are defined."""


def _families() -> list[Family]:
    """Every metric family of both packages, in the order of the modules that define them."""
    found = [
        module
        for package in (django_health, django_health_exporter)
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    ]
    names = [module.name for module in found if DEFINES_FAMILIES.search(module.name)]
    values = [value for name in names for value in vars(import_module(name)).values()]
    groups = [value for value in values if isinstance(value, tuple)] + [*TARGET_FAMILIES.values()]
    values += [member for group in groups for member in group]
    families = [value for value in values if isinstance(value, Family)]
    return sorted(dict.fromkeys(families), key=lambda family: _subject(family.name))


def _subject(name: str) -> str:
    """What a family is about: the word behind the prefix."""
    return name.removeprefix("django_health_").partition("_")[0]


def _metrics_page() -> str:
    lines = [HEAD]
    for subject, families in groupby(_families(), key=lambda family: _subject(family.name)):
        lines += [f"## {subject}\n", "| metric | type | labels | meaning |", "| --- " * 4 + "|"]
        lines += [
            f"| `{family.name}` | {family.kind} | {', '.join(family.labels)} | {family.help} |"
            for family in families
        ]
        lines.append("")
    return "\n".join(lines)


def test_metrics_page() -> None:
    """``docs/metrics.md`` has exactly the families that the library defines."""
    if os.environ.get("UPDATE_GOLDEN"):
        METRICS.parent.mkdir(exist_ok=True)
        METRICS.write_text(_metrics_page(), encoding="utf-8")
    assert METRICS.read_text(encoding="utf-8") == _metrics_page()


def test_golden_files_hold_documented_families_alone() -> None:
    """What the daemon answers is in the page."""
    page = METRICS.read_text(encoding="utf-8")
    for path in GOLDEN.glob("*.txt"):
        told = re.findall(r"^# TYPE (\S+) ", path.read_text(encoding="utf-8"), re.MULTILINE)
        own = {name for name in told if name.startswith("django_health_sql_tables_")}  # a query's
        assert [name for name in told if f"| `{name}` |" not in page and name not in own] == []


def test_each_flag_is_listed() -> None:
    """The page's table has each flag, and no flag that there is not."""
    told = set(re.findall(r"^\| `(--[^`]+)` \|", CONFIGURATION, re.MULTILINE))
    flags = {
        f"--[no-]{option.opts[0].removeprefix('--')}" if option.secondary_opts else option.opts[0]
        for option in serve.params
        if isinstance(option, click.Option)
    }
    assert told == flags - {"--help"}


def test_each_variable_is_listed() -> None:
    """The page names every ``HEALTH_*`` variable, and none that there is not."""
    told = set(re.findall(r"`(HEALTH_[A-Z_]+)`", CONFIGURATION)) - {"HEALTH_CHECK"}
    assert told == set(ENVIRONMENT)


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


def test_page_of_checks_has_each_key() -> None:
    """Every field of every declaration, and none that there is not."""
    text = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    told: set[tuple[str, str]] = set()
    for kinds, keys in re.findall(r"^\| ([a-z, ]+): (`[^|]+`) \|", text, re.MULTILINE):
        for kind in kinds.split(", "):
            told |= {(kind, key) for key in re.findall(r"`(\w+)`", keys)}
    declared = {
        "http": HttpEndpoint,
        "smtp": SmtpServer,
        "storage": StorageProbe,
        "tcp": TcpEndpoint,
        "dns": DnsName,
        "sql": SqlQuery,
    }
    fields = {(kind, key) for kind, struct in declared.items() for key in struct.__struct_fields__}
    shared = {("all", key) for key in Declaration.__struct_fields__}
    own = {(kind, key) for kind, key in fields if ("all", key) not in shared}
    assert told == own | shared


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
