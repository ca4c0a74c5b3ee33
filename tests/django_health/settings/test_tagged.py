"""Structs of several kinds, where a key says of which kind each is."""

from __future__ import annotations

import msgspec
import pytest

from django_health.settings.tagged import kind_of, kinds_by_tag


class Cat(msgspec.Struct, tag_field="type", tag="cat"):
    """A kind."""


class Dog(msgspec.Struct, tag_field="type", tag="dog"):
    """Another kind."""


class Stone(msgspec.Struct):
    """Something else."""


def test_kinds_by_tag() -> None:
    """Of a union of them alone."""
    assert kinds_by_tag(Cat | Dog) == {"cat": Cat, "dog": Dog}
    assert kinds_by_tag(Cat | None) == {"cat": Cat}
    for other in (Stone, Stone | None, int | str, dict[str, int]):
        assert kinds_by_tag(other) == {}


@pytest.mark.parametrize(
    ("entry", "kind"),
    [({"type": "dog"}, Dog), ({"type": "cow"}, Cat | Dog), ({}, Cat | Dog), (5, Cat | Dog)],
)
def test_kind_of(entry: object, kind: object) -> None:
    """The one that is named, else all of them."""
    assert kind_of(entry, Cat | Dog) == kind


def test_other_types_are_as_they_are() -> None:
    """Whatever stands there."""
    assert kind_of({"type": "dog"}, Stone) is Stone
