"""The panels of burn rates show what the alerts watch."""

from __future__ import annotations

import pytest

from mixin.dashboards.exporter.burning import BURNING
from mixin.rules.recording import failures
from mixin.rules.slo import SLO
from mixin.thresholds import BURN_RATES, OBJECTIVE, BurnRate


def test_there_is_a_panel_for_each_alert() -> None:
    """Neither more nor fewer."""
    assert len(SLO.alerts) == len(BURN_RATES) == len(BURNING.panels)


@pytest.mark.parametrize("burn", BURN_RATES, ids=lambda burn: burn.window)
def test_limits_are_those_of_the_alert(burn: BurnRate) -> None:
    """The same windows, factor and severity."""
    (alert,) = (alert for alert in SLO.alerts if (alert.labels or {})["window"] == burn.window)
    limit = f"> ({burn.factor:g} * (1 - {OBJECTIVE}))"
    assert f"{failures(burn.window)} {limit}" in alert.expr
    assert f"{failures(burn.recent)} {limit}" in alert.expr
    assert (alert.severity == "critical") is burn.critical
