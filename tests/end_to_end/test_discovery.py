"""A real Prometheus finds the targets of the real daemon by itself, and probes each of them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from live_exporter import CACHES, DATABASES, Stack
from live_servers import Prometheus, Sample
from live_servers.programs import find_program
from page_snippets import snippets

PAGE = Path(__file__).parents[2] / "docs" / "http-api.md"

SNIPPETS = snippets(PAGE, "yaml", "scrape_configs:")
"""The configurations of Prometheus that the page shows."""


def _configuration(snippet: str, address: str = "localhost:10170") -> dict[str, Any]:
    """A snippet with the address of a daemon that is there."""
    configuration: dict[str, Any] = yaml.safe_load(snippet.replace("localhost:10170", address))
    return configuration


@pytest.fixture(scope="module")
def prometheus(stack: Stack) -> Iterator[Prometheus]:
    """A Prometheus with the first job that the page shows."""
    (job,) = _configuration(SNIPPETS[0], stack.exporter.address)["scrape_configs"]
    with Prometheus(scrape_config=job) as server:
        yield server


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_documented_configuration_is_valid(snippet: str, tmp_path: Path) -> None:
    """Prometheus' own tool takes what operators copy."""
    path = tmp_path / "prometheus.yml"
    path.write_text(snippet, encoding="utf-8")
    promtool = find_program("prometheus", "promtool")
    checked = subprocess.run(
        [promtool, "check", "config", str(path)], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr


def _targets(samples: list[Sample]) -> dict[str, str]:
    return {sample["metric"]["target"]: sample["value"][1] for sample in samples}


def test_each_target_is_discovered_and_answers(stack: Stack, prometheus: Prometheus) -> None:
    """Every database, every cache that can be asked and the rest are up, under their names."""
    listed = {group["labels"]["target"] for group in stack.exporter.get("/sd").json()}
    expected = {f"database/{alias}" for alias in DATABASES} | {f"cache/{alias}" for alias in CACHES}
    assert expected <= listed
    assert "cache/local" not in listed
    prometheus.wait_for("up", lambda found: _targets(found) == dict.fromkeys(listed, "1"))
    success = _targets(prometheus.query("probe_success"))
    assert success.keys() == listed - {"celery"}  # of which the project has none: it is skipped
    assert {success[target] for target in expected} == {"1"}


def test_series_are_those_of_their_target(prometheus: Prometheus) -> None:
    """What a database tells is under that database's name alone."""
    query = "{__name__=~'django_health_(database|cache)_up'}"
    found = prometheus.wait_for(query, lambda some: len(some) == len(DATABASES) + len(CACHES))
    for sample in found:
        component, _, alias = sample["metric"]["target"].partition("/")
        assert sample["metric"][component] == alias


def test_the_instance_is_the_daemon(stack: Stack, prometheus: Prometheus) -> None:
    """So series of several daemons differ, whose targets have the same names."""
    found = prometheus.wait_for("probe_success", bool)
    assert {sample["metric"]["instance"] for sample in found} == {stack.exporter.address}
