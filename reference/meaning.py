"""What something means has to be said in the code, at the place where it is defined."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

from django_health_exporter.documents.attributes import attributes_of

_SECTION = re.compile(r"(Args|Attributes|Raises|Returns|Yields):$")


class Undocumented(Exception):  # noqa: N818 - it is what is missing, not a mistake of a run
    """Something has no meaning.

    Args:
        place: What it is, and where its meaning has to be written.
    """

    def __init__(self, place: str) -> None:
        super().__init__(f"{place} has no meaning: write it there")


def said(text: str | None, place: str) -> str:
    """Return a text that is there.

    Raises:
        Undocumented: It is empty.
    """
    if not text or not text.strip():
        raise Undocumented(place)
    return " ".join(text.split())


def meanings_of(*kinds: type) -> dict[str, str]:
    """Return what classes say of their attributes, by name; the first one goes before the others.

    A name that nobody says anything about is absent.
    """
    told: dict[str, str] = {}
    for kind in reversed(kinds):
        told |= attributes_of(kind)
    return told


def paragraphs_of(thing: object, place: str) -> list[str]:
    """Return what a docstring says before its sections, a paragraph each.

    Raises:
        Undocumented: There is none, or it is that of a base.
    """
    own = vars(thing).get("__doc__") if isinstance(thing, type) else getattr(thing, "__doc__", "")
    found = inspect.cleandoc(own or "").split("\n\n")
    told = [paragraph for paragraph in _before_sections(found) if paragraph]
    return [said(paragraph, place) for paragraph in told or [""]]


def _before_sections(paragraphs: list[str]) -> Iterator[str]:
    for paragraph in paragraphs:
        if _SECTION.match(paragraph.partition("\n")[0]):
            return
        yield paragraph
