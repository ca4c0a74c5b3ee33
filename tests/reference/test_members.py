"""What stands below a member of an enumeration is its meaning."""

from __future__ import annotations

from enum import StrEnum

import pytest

from reference.meaning import Undocumented
from reference.members import members_of


class Told(StrEnum):
    """Words."""

    ONE = "one"
    """The first,
    on two lines."""
    TWO = "two"
    """The other."""

    @property
    def number(self) -> int:
        """How many."""
        return len(self)


class Untold(StrEnum):
    """Words."""

    ONE = "one"
    TWO = "two"
    """The other."""


def test_each_member_by_its_value() -> None:
    """Also where methods stand below."""
    assert members_of(Told) == {"one": "The first, on two lines.", "two": "The other."}


def test_a_member_without_a_text() -> None:
    """The next one's is not taken for it."""
    with pytest.raises(Undocumented, match=r"Untold\.ONE has no meaning"):
        members_of(Untold)
