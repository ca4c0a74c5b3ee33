"""All custom checks of a project."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from django_health.custom.loading import load_custom_checks
from django_health.custom.paths import CheckPath
from django_health.custom.registration import clear_health_checks, register_health_check
from django_health.engine.boundary import outcome_of
from django_health.errors import DuplicateCheckError, ImportPathError, InvalidCheckError
from django_health.result import Outcome, Status
from sample_checks import Sample

MODULE = """
from django_health.check import BaseHealthCheck
from django_health.custom.registration import register_health_check

class Payments(BaseHealthCheck):
    name = "payments"
    def check(self):
        return {"status": "ok"}

stock = Payments()
stock.name = "stock"

@register_health_check(name="open-orders", timeout=3)
def orders():
    return {"status": "warning"}

def plain(): ...

LIMIT = 5
"""


@pytest.fixture(autouse=True)
def _toyshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "toyshop.py").write_text(MODULE)
    (tmp_path / "gift.py").write_text(
        "import toyshop\n"
        "@toyshop.register_health_check(timeout=4)\n"
        "def gift():\n    return {'status': 'ok'}\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    clear_health_checks()
    yield
    clear_health_checks()
    for name in ("toyshop", "gift"):
        sys.modules.pop(name, None)


def _names(*paths: str) -> list[str]:
    return [check.name for check in load_custom_checks(paths)]


def test_registered_checks_come_first() -> None:
    """Then those of the paths, of any kind, in their order."""
    register_health_check(Sample("early"))
    assert _names("toyshop.stock", "toyshop.Payments", "toyshop:plain") == [
        "early",
        "open-orders",
        "stock",
        "payments",
        "plain",
    ]


def test_without_paths_the_registered_are_all() -> None:
    """Nothing else is looked for but entry points."""
    assert _names() == []
    register_health_check(Sample("early"))
    assert _names() == ["early"]


def test_path_to_what_is_registered_keeps_what_was_declared() -> None:
    """It is one check, with the options of its decorator."""
    (check,) = load_custom_checks(["toyshop.orders"])
    assert (check.name, check.timeout) == ("open-orders", 3.0)
    assert outcome_of(check) == Outcome(Status.WARNING)


def test_path_that_stands_there_twice_is_one_check() -> None:
    """A list may be put together of several."""
    assert _names("toyshop.plain", "toyshop.plain") == ["open-orders", "plain"]


def test_loading_again_gives_the_same_names() -> None:
    """A reload of the configuration; what is no longer named is no longer there."""
    assert _names("toyshop.plain", "toyshop.Payments") == ["open-orders", "plain", "payments"]
    assert _names("toyshop.Payments") == ["open-orders", "payments"]


def test_path_that_leads_to_nothing_stops_the_start() -> None:
    """It is the project's own mistake."""
    with pytest.raises(ImportPathError, match="toyshop has no 'Payment', did you mean 'Payments'"):
        load_custom_checks(["toyshop.Payment"])


def test_path_that_leads_to_no_check_is_an_error_with_its_place() -> None:
    """Setting and path."""
    path = CheckPath("toyshop.LIMIT", "health_custom_checks")
    with pytest.raises(InvalidCheckError, match=r"^health_custom_checks: 'toyshop.LIMIT': check"):
        load_custom_checks([path])


def test_taken_name_is_an_error_with_its_place() -> None:
    """And with who has it."""
    register_health_check(Sample("payments"))
    with pytest.raises(DuplicateCheckError, match=r"'toyshop\.Payments': .* is taken by"):
        load_custom_checks(["toyshop.Payments"])


def test_entry_points_come_last(tmp_path: Path) -> None:
    """With what their decorators declare, and with one that stands in for what failed."""
    info = tmp_path / "gift-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: gift\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[django_health.checks]\ngift = gift:gift\nplain = toyshop:plain\nbad = gift:nothing\n"
    )
    checks = load_custom_checks(["toyshop.stock"])
    assert [check.name for check in checks] == ["open-orders", "gift", "stock", "plain", "bad"]
    assert (checks[1].timeout, checks[-1].critical) == (4.0, False)
