"""What ``docs/http-api.md`` says, held against the code."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from django_health_exporter.web.effective.document import EffectiveDocument
from django_health_exporter.web.openapi.health_shapes import DetailedHealth, Health, SystemHealth
from django_health_exporter.web.openapi.table import Facts, operations
from django_health_exporter.web.probe.outcome import DURATION, SUCCESS
from django_health_exporter.web.probe.service_discovery import Place, target_groups
from django_health_exporter.web.probe.targets import ProbeTarget
from django_health_exporter.web.scrape.deadline import HEADER
from page_snippets import snippets

PATH = Path(__file__).parents[1] / "docs" / "http-api.md"
PAGE = PATH.read_text(encoding="utf-8")
TABLE = operations(Facts("/metrics", (), ()))


def _rows(heading: str) -> list[list[str]]:
    """The rows of the tables below a heading, without the heads."""
    text = f"\n{PAGE}".partition(f"\n{heading}\n")[2].partition("\n## ")[0]
    lines = re.findall(r"^\| (.*) \|$", text, re.MULTILINE)
    rows = [line.split(" | ") for line in lines if not line.startswith("---")]
    return [row for row in rows if "`" in row[0]]


def _keys(heading: str) -> list[str]:
    """What stands in backticks in the first column below a heading."""
    return [key for row in _rows(heading) for key in re.findall(r"`([^`]+)`", row[0])]


def test_each_heading_is_a_path() -> None:
    """Of the daemon; what the page does not tell, the reference does."""
    told = re.findall(r"^## (/\S+)", PAGE, re.MULTILINE)
    assert set(told) <= {operation.path.rstrip("/") for operation in TABLE}


@pytest.mark.parametrize("path", ["/metrics", "/probe"])
def test_each_parameter(path: str) -> None:
    """Of the query and of the headers, in the text or in a link to where it is told."""
    section = PAGE.partition(f"## {path}\n")[2].partition("\n## ")[0]
    (operation,) = (one for one in TABLE if one.path == path)
    named = set(re.findall(r"`([\w\[\]-]+)(?:=\w+)?`", section))
    assert {one.name for one in operation.parameters} - named <= {HEADER, "target"}


def test_metrics_of_a_probe() -> None:
    """The two that are told besides the target's own."""
    assert _keys("## /probe")[-2:] == [SUCCESS.name, DURATION.name]
    assert f"| {SUCCESS.help.rstrip('.')} |" in PAGE


def test_labels_of_a_discovered_target() -> None:
    """All of them, and no other."""
    target = ProbeTarget("database", "default", ("database",))
    (group,) = target_groups([target], {}, Place("http", "localhost:10170", "/probe"))
    assert sorted(_keys("## /sd")) == sorted(group.labels)


def test_keys_of_the_health_documents() -> None:
    """All that are the same for everybody."""
    shapes = (Health, DetailedHealth, SystemHealth)
    fields = {field for shape in shapes for field in shape.__struct_fields__}
    assert set(_keys("## /health")) == fields
    (example,) = snippets(PATH, "json")
    msgspec.json.decode(example, type=Health)


def test_keys_of_the_configuration() -> None:
    """All that there are; and the example is one."""
    assert sorted(_keys("## /config")) == sorted(EffectiveDocument.__struct_fields__)
    (example,) = snippets(PATH, "yaml", "targets:")
    document: dict[str, Any] = yaml.safe_load(example)
    for part in ("memory", "disk"):  # which the example leaves out
        document["thresholds"][part] = {"warning": 80, "critical": 90}
    msgspec.convert(document, EffectiveDocument)
