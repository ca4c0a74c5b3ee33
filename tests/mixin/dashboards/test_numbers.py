"""How much of the fleet is well, asked of every promtool, however the targets are scraped."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from mixin.dashboards.overview.numbers import NUMBERS
from panel_answers import ALL, queries_of, unlike
from promtools import Promtool, promtools

AT = 'job="shop",instance="shop-1"'
OWN = f"django_health_exporter_check_success{{{AT},check="
TOGETHER = {
    f'django_health_database_up{{{AT},database="default"}}': 0,
    f'django_health_cache_up{{{AT},cache="default"}}': 1,
    f'django_health_check_status{{{AT},check="database"}}': 0,
    f'django_health_check_status{{{AT},check="cache"}}': 1,
    f'django_health_check_status{{{AT},check="system"}}': 1,
    f'django_health_check_state{{{AT},check="cache",state="warning"}}': 1,
    f'{OWN}"database",target="default",part=""}}': 0,
    f'{OWN}"cache",target="default",part=""}}': 1,
    f'{OWN}"system",target="",part="cpu"}}': 1,
    f'{OWN}"system",target="",part="disk"}}': 1,
}
"""What `/metrics` tells: one of four does not work."""


def _probed(component: str, target: str, up: int, *, warns: int = 0) -> dict[str, int]:
    """Return what a scrape of one target at `/probe` adds."""
    by = f'target="{component}/{target}"' if target else f'target="{component}"'
    labels = f'{AT},check="{component}",{by}'
    found = {
        f"django_health_check_status{{{labels}}}": up,
        f'django_health_check_state{{{labels},state="warning"}}': warns,
    }
    if target:
        name = f"django_health_{component}_up"
        found[f'{name}{{{AT},{component}="{target}",{by}}}'] = up
    return found


APART = {
    **_probed("database", "default", 0),
    **_probed("database", "archive", 0),
    **_probed("cache", "default", 1, warns=1),
    **_probed("cache", "pages", 1, warns=1),
    **_probed("celery", "", 1),
    f'django_health_check_status{{{AT},check="system"}}': 1,
    f'{OWN}"system",target="",part="cpu"}}': 1,
    f'{OWN}"system",target="",part="memory"}}': 1,
    f'{OWN}"system",target="",part="disk"}}': 1,
}
"""What is there when each target is scraped by itself, and the daemon asked for the host alone: two
of eight do not work."""

CASES: dict[str, tuple[dict[str, int], str, str]] = {
    "all together": (TOGETHER, "Targets up", "{} 0.75"),
    "one by one": (APART, "Targets up", "{} 0.75"),
    "components that fail, together": (TOGETHER, "Checks failing", "{} 1"),
    "components that fail, one by one": (APART, "Checks failing", "{} 1"),
    "components that warn, together": (TOGETHER, "Warnings", "{} 1"),
    "components that warn, one by one": (APART, "Warnings", "{} 1"),
}
PANELS = {str(panel.build().title): panel for panel in NUMBERS}


@pytest.mark.parametrize("tool", promtools(), ids=str)
@pytest.mark.parametrize(("series", "title", "said"), CASES.values(), ids=CASES)
def test_number(
    series: Mapping[str, int], title: str, said: str, tool: Promtool, tmp_path: Path
) -> None:
    """Targets and components are counted once, whoever tells of them."""
    (query,) = queries_of(PANELS[title], ALL).values()
    assert unlike(tool, tmp_path, series, {f"round({query}, 0.001)": [said]}) == ""


@pytest.mark.parametrize("tool", promtools(), ids=str)
@pytest.mark.parametrize("series", [TOGETHER, APART], ids=["together", "one by one"])
def test_chosen_target(series: Mapping[str, int], tool: Promtool, tmp_path: Path) -> None:
    """One that is chosen stands alone: components without targets do not count beside it."""
    (query,) = queries_of(PANELS["Targets up"], ALL | {"$alias": "pages|default"}).values()
    wanted = "{} 0.5" if series is TOGETHER else "{} 0.667"
    assert unlike(tool, tmp_path, series, {f"round({query}, 0.001)": [wanted]}) == ""
