"""One entry of CACHES."""

from __future__ import annotations

import pytest

from django_health.sources.cache_settings import CacheSettings
from django_health.sources.keys import probe_key
from django_health.sources.section import Section
from django_health.targets import TargetError


def cache(**values: object) -> CacheSettings:
    """The entry with these values."""
    return CacheSettings("x", "b", Section(values, "CACHES['x']"), lambda _table: "default")


@pytest.mark.parametrize("location", ["a;b,c", ["a", "b", "c"], ("a", "b", "c")])
def test_locations_are_a_list_or_a_divided_text(location: object) -> None:
    """As Django reads LOCATION."""
    assert cache(LOCATION=location).locations(";,") == ["a", "b", "c"]


@pytest.mark.parametrize("location", ["", None, [], 7])
def test_no_location_is_an_error(location: object) -> None:
    """It names the place."""
    with pytest.raises(TargetError, match=r"^CACHES\['x'\]\['LOCATION'\] must be a server"):
        cache(LOCATION=location).locations(",")


def test_an_empty_single_location_is_an_error() -> None:
    """A table or a folder needs a name."""
    assert cache(LOCATION="t").location == "t"
    with pytest.raises(TargetError, match=r"\['LOCATION'\] is empty"):
        _ = cache().location


def test_options_and_key_are_its_own() -> None:
    """OPTIONS may be missing; the key has prefix and version."""
    assert cache().options.values == {}
    assert cache(KEY_PREFIX="shop", VERSION=2).key() == f"shop:2:{probe_key()}"
