"""The page of the checks has each of them, with what it asks."""

from __future__ import annotations

import pytest

from django_health.settings import COMPONENTS
from reference.checks.built_in import PAGE, by_component
from reference.checks.classes import built_in_checks
from reference.meaning import Undocumented

TEXT = PAGE.text()


def test_each_component_and_each_check() -> None:
    """In the list, and under a heading of its own."""
    assert tuple(by_component()) == COMPONENTS
    for check in built_in_checks():
        assert f"\n| [`{check.__name__}`](#{check.__name__.lower()}) | " in TEXT
        assert f"\n### `{check.__name__}`\n" in TEXT


@pytest.mark.parametrize("attribute", ["description", "__doc__"])
def test_a_check_that_says_nothing_cannot_be_written(
    attribute: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither what it asks, nor what it is."""
    check = built_in_checks()[0]
    monkeypatch.setattr(check, attribute, "")
    with pytest.raises(Undocumented, match=check.__name__):
        PAGE.text()
