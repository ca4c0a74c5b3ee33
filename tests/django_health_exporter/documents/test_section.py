"""A section shows nothing of what stands in it."""

from __future__ import annotations

import pickle

import msgspec
import pytest

from django_health_exporter.documents.section import Section


class Secret(Section, frozen=True):
    """A section."""

    password: str = ""


def test_nothing_is_shown() -> None:
    """Neither printed, nor for rich, nor in a pickle."""
    secret = Secret("canary")
    assert repr(secret) == "Secret(...)"
    assert list(secret.__rich_repr__()) == []
    with pytest.raises(TypeError, match="cannot be pickled"):
        pickle.dumps(secret)


def test_unknown_keys_are_errors() -> None:
    """Of subclasses too."""
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        msgspec.convert({"passwort": "x"}, Secret)
