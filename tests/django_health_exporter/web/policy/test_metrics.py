"""What is told about the web configuration file."""

from __future__ import annotations

from django_health_exporter.web.policy.current import CurrentPolicy
from django_health_exporter.web.policy.metrics import PolicyFigures
from told_figures import told_figures
from web_policies import Material

PREFIX = "django_health_exporter_web_config_last_reload_"


def test_without_a_file_nothing_is_told() -> None:
    """Nothing was reloaded."""
    assert not PolicyFigures(CurrentPolicy())()


def test_a_reload_that_failed(material: Material) -> None:
    """It shows at once, and since when the file was not good."""
    clock = iter(range(1000))
    path = material.web_file("")
    policies = CurrentPolicy(path, lambda: float(next(clock)))
    figures = PolicyFigures(policies)
    assert told_figures(figures)[f"{PREFIX}successful"] == 1
    since = told_figures(figures)[f"{PREFIX}success_timestamp_seconds"]
    assert since == policies.read_at
    path.write_text("{")
    policies.now()
    assert told_figures(figures)[f"{PREFIX}successful"] == 0
    assert told_figures(figures)[f"{PREFIX}success_timestamp_seconds"] == since
    path.write_text("")
    policies.now()
    assert told_figures(figures)[f"{PREFIX}successful"] == 1
    assert told_figures(figures)[f"{PREFIX}success_timestamp_seconds"] != since
