"""What the settings and the file have in common."""

from __future__ import annotations

import msgspec
import pytest

from django_health.settings import HealthSettings
from django_health.settings.declared import Declared, Timeouts


def test_the_settings_have_all_of_it() -> None:
    """With the same defaults."""
    settings = msgspec.to_builtins(HealthSettings())
    declared = msgspec.to_builtins(Declared())
    assert declared == {key: settings[key] for key in declared}


def test_nothing_is_shared_between_two() -> None:
    """Mappings and lists are each one's own."""
    one, other = Declared(), Declared()
    one.http["shop"] = msgspec.convert({"url": "http://shop.example/"}, type=_kind("http"))
    assert other.http == {}


def _kind(key: str) -> type:
    (found,) = (field for field in msgspec.structs.fields(Declared) if field.name == key)
    kind: type = found.type.__args__[1]
    return kind


def test_unknown_keys_are_errors() -> None:
    """Also in the timeouts."""
    for kind in (Declared, Timeouts):
        with pytest.raises(msgspec.ValidationError, match="unknown field `x`"):
            msgspec.convert({"x": 1}, kind)
