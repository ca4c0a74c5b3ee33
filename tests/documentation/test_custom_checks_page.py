"""``docs/custom-checks.md``: its check is tried in the way that the page says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from live_exporter import write_settings
from page_commands import Place, commands
from page_snippets import snippets

PAGE = Path(__file__).parents[2] / "docs" / "custom-checks.md"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A project with the module of the page, and the setting that it names."""
    (tmp_path / "shop").mkdir()
    (module,) = snippets(PAGE, "python", "# shop/health.py")
    (tmp_path / "shop" / "health.py").write_text(module, encoding="utf-8")
    assert '`HEALTH_CHECK = {"CUSTOM_CHECKS": ["shop.health.WarehouseCheck"]}`, and try it' in (
        PAGE.read_text(encoding="utf-8")
    )
    checks = {"CUSTOM_CHECKS": ["shop.health.WarehouseCheck"]}
    write_settings(tmp_path / "shop", "settings", HEALTH_CHECK=checks)
    return Place(tmp_path, {}, {})


def test_the_check_is_tried(place: Place) -> None:
    """It warns, as it is written, and shows the same in each form."""
    typed = [place.type(command) for command in commands(PAGE)]
    assert [run.returncode for run in typed] == [1, 1, 1], [run.stderr for run in typed]
    table, document, metrics = (run.stdout for run in typed)
    assert "warehouse" in table
    assert json.loads(document)["checks"]["warehouse"]["waiting"] == 43
    assert 'shop_orders_waiting{warehouse="south"} 40.0' in metrics
