"""The meaning of each key is what its class, or a base of it, says of the attribute."""

from __future__ import annotations

from django_health_exporter.documents.attributes import attributes_of


class Base:
    """What several have.

    Attributes:
        timeout: Seconds that a run may take.
        critical: Whether it counts.
    """


class Kind(Base):
    """One of them; ``other: text`` outside of the section is none.

    Attributes:
        url: Where it is; ``https://`` too:
            it may hold a token.
        timeout: Seconds for all of it.

    Raises:
        ValueError: It cannot be used.
    """


def test_lines_of_a_text_are_joined() -> None:
    """With their markup as it is, and nothing of the sections that follow."""
    told = attributes_of(Kind)
    assert told["url"] == "Where it is; ``https://`` too: it may hold a token."
    assert "ValueError" not in told


def test_a_class_says_more_than_its_base() -> None:
    """What it leaves unsaid is the base's."""
    told = attributes_of(Kind)
    assert told["timeout"] == "Seconds for all of it."
    assert told["critical"] == "Whether it counts."


def test_without_a_section_there_is_nothing() -> None:
    """Nor without a docstring."""
    assert attributes_of(type("Bare", (), {})) == {}
