"""The page of the words has each of them."""

from __future__ import annotations

from django_health.result import Reason, Status
from reference.reasons import PAGE

TEXT = PAGE.text()


def test_each_word() -> None:
    """In the first column of a table."""
    for word in (*Status, *Reason):
        assert f"\n| `{word}` | " in TEXT
