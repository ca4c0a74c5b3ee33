"""What is committed is what the sources make."""

from __future__ import annotations

from pathlib import Path

import pytest

from mixin.generated import BUNDLE, DASHBOARDS, RULES, generated

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(("path", "text"), generated().items(), ids=generated())
def test_committed_file_is_as_generated(path: str, text: str) -> None:
    """Nobody changed it by hand, and nobody forgot ``make mixin``."""
    assert (ROOT / path).read_text(encoding="utf-8") == text


def test_no_file_is_left_over() -> None:
    """What is no longer made is gone."""
    found = [
        path.relative_to(ROOT).as_posix()
        for folder, pattern in ((DASHBOARDS, "*.json"), (RULES, "*.yaml"), (BUNDLE, "**/*.*"))
        for path in (ROOT / folder).glob(pattern)
    ]
    assert sorted(found) == sorted(generated())
