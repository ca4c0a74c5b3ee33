"""What has no meaning cannot be written."""

from __future__ import annotations

import pytest

from reference.meaning import Undocumented, meanings_of, paragraphs_of, said


class Base:
    """What several have.

    Attributes:
        timeout: Seconds.
        name: What it is called.
    """


class Kind(Base):
    """One of them.

    It has more to say
    than a line.

    Attributes:
        timeout: Seconds for all of it.

    A last word that nobody reads.
    """


class Silent(Base):  # noqa: D101 - that is what it is for
    pass


@pytest.mark.parametrize("text", [None, "", " \n "])
def test_nothing_is_no_meaning(text: str | None) -> None:
    """The place is told, in one line."""
    with pytest.raises(Undocumented, match=r"^the flag --a has no meaning: write it there$"):
        said(text, "the flag --a")


def test_lines_are_joined() -> None:
    """A text is one line."""
    assert said(" one\n   two ", "a") == "one two"


def test_paragraphs_before_the_sections() -> None:
    """And none after them."""
    assert paragraphs_of(Kind, "Kind") == ["One of them.", "It has more to say than a line."]


def test_what_a_base_says_is_not_said_of_a_class() -> None:
    """It would be of something else."""
    with pytest.raises(Undocumented, match="Silent"):
        paragraphs_of(Silent, "Silent")


def test_the_first_class_goes_before_the_others() -> None:
    """And each before its own base."""
    assert meanings_of(Kind, Base) == {
        "timeout": "Seconds for all of it.",
        "name": "What it is called.",
    }
    assert meanings_of(Base, Kind)["timeout"] == "Seconds."
