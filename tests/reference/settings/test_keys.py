"""The keys of settings: each with its type, default and meaning."""

from __future__ import annotations

import msgspec
import pytest

from reference.meaning import Undocumented
from reference.settings.keys import REQUIRED, keys_of


class Base(msgspec.Struct, kw_only=True):
    """What several have.

    Attributes:
        timeout: Seconds for it.
    """

    timeout: float = 2


class Level(msgspec.Struct, frozen=True):
    """A level.

    Attributes:
        warning: From here on it warns.
    """

    warning: float = 50


class Kind(Base, kw_only=True, rename={"path": "class"}):
    """One of them.

    Attributes:
        label: What it is called.
        cpu: Of the processors.
        path: What is called.
        names: Names of it.
    """

    label: str = ""
    cpu: Level = Level(70)
    path: str
    names: list[str] = []


class Untold(msgspec.Struct):
    """A section.

    Attributes:
        told: It is.
    """

    told: str = ""
    untold: str = ""


def test_order() -> None:
    """What has to be given, what is its own, what its base has."""
    assert [key.name for key in keys_of(Kind, {})] == [
        "class",
        "label",
        "cpu.warning",
        "names",
        "timeout",
    ]


def test_defaults() -> None:
    """Those that it has there; what is not set then is empty."""
    defaults = {key.name: key.default for key in keys_of(Kind, {})}
    assert defaults == {
        "class": REQUIRED,
        "label": "",
        "cpu.warning": "`70`",
        "names": "none",
        "timeout": "`2`",
    }


def test_a_key_inside_another() -> None:
    """Both say what it means; a struct with a section of its own is a link instead."""
    (key,) = (one for one in keys_of(Kind, {}) if one.field == "cpu.warning")
    assert key.meaning == "Of the processors. From here on it warns."
    (linked,) = (one for one in keys_of(Kind, {Level: "[level](#level)"}) if one.field == "cpu")
    assert (linked.type, linked.default) == ("[level](#level)", "")


def test_a_key_without_a_meaning_cannot_be_written() -> None:
    """It is named, with its module; another class may say it."""
    with pytest.raises(Undocumented, match=r"Untold\.untold has no meaning"):
        keys_of(Untold, {})
    other = type("Other", (), {"__doc__": "A.\n\nAttributes:\n    untold: Here it is."})
    assert keys_of(Untold, {}, other)[1].meaning == "Here it is."
