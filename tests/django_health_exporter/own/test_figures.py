"""The daemon's own figures that are there before anything is served."""

from __future__ import annotations

from pathlib import Path

import pytest

from django_health_exporter.own.figures import own_figures
from django_health_exporter.reloading.metrics import ReloadFigures
from django_health_exporter.web.policy.current import CurrentPolicy
from django_health_exporter.web.scrape.self_metrics import GROUPS


def _names(*groups: str, policies: CurrentPolicy | None = None) -> set[str]:
    tellers = own_figures(groups, policies or CurrentPolicy(), ReloadFigures())
    return {family.name for teller in tellers for family, _, _ in teller()}


@pytest.mark.parametrize(
    ("group", "name"),
    [
        ("build", "django_health_exporter_build_info"),
        ("process", "process_resident_memory_bytes"),
        ("python", "python_info"),
        ("python", "python_gc_collections_total"),
        ("reload", "django_health_exporter_config_last_reload_successful"),
    ],
)
def test_each_group_can_be_left_out(group: str, name: str) -> None:
    """With it, its figures are there; without it, all others are."""
    assert name in _names(*GROUPS)
    assert name in _names(group)
    assert _names(*GROUPS.keys() - {group}) == _names(*GROUPS) - _names(group)


def test_a_web_configuration_file(tmp_path: Path) -> None:
    """Where there is one, its own two figures are there too."""
    file = tmp_path / "web.yml"
    file.touch()
    names = _names("reload", policies=CurrentPolicy(file)) - _names("reload")
    prefix = "django_health_exporter_web_config_last_reload_success"
    assert names == {f"{prefix}ful", f"{prefix}_timestamp_seconds"}
