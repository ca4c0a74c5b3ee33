"""The probe's key, made as Django makes keys."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from django.core.cache.backends.base import BaseCache, memcache_key_warnings

from django_health.sources.keys import complete_key, probe_key
from django_health.sources.section import Section
from django_health.targets import TargetError


def shouted(key: str, prefix: str, version: int) -> str:
    """A KEY_FUNCTION."""
    return f"{prefix}!{version}!{key.upper()}"


def by_path(key: str, prefix: str, version: int) -> object:
    """A KEY_FUNCTION that returns no text."""
    return len(key + prefix) + version


def failing(_key: str, _prefix: str, _version: int) -> str:
    """A KEY_FUNCTION that tells a secret."""
    raise RuntimeError("canary")


def test_the_key_is_ours_alone_and_valid_for_memcached() -> None:
    """A name that an administrator recognizes, with a token of this process."""
    assert re.fullmatch(r"django-health-exporter:[0-9a-f]{8}", probe_key())
    assert probe_key() == probe_key()
    assert list(memcache_key_warnings(probe_key())) == []


FORKED = """
import os
from django_health.sources.keys import probe_key
mine = probe_key()
if os.fork():
    os.wait()
else:
    assert probe_key() != mine, "the child has the key of its parent"
    print("different")
"""


def test_a_forked_process_has_a_key_of_its_own() -> None:
    """Two workers never delete each other's value."""
    answer = subprocess.run(
        [sys.executable, "-c", FORKED], check=False, capture_output=True, text=True
    )
    assert (answer.stdout, answer.stderr) == ("different\n", "")


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"KEY_PREFIX": "shop", "VERSION": 3},
        {"KEY_PREFIX": "shop", "KEY_FUNCTION": shouted},
        {"KEY_FUNCTION": "django.core.cache.backends.base.default_key_func"},
    ],
)
def test_the_complete_key_is_djangos(settings: dict[str, object]) -> None:
    """Prefix, version and function give what Django gives."""
    assert complete_key(Section(settings, "X"), "k") == BaseCache(settings).make_key("k")


@pytest.mark.parametrize(
    ("function", "text"),
    [
        ("no.such.function", "names no function"),
        ("function", "names no function"),
        (12, "must be a string"),
        (lambda key: key, "fails with TypeError"),
        (by_path, "fails with TypeError"),
        (failing, "fails with RuntimeError$"),
        (lambda _key, _prefix, _version: "\udcff", "returns something that is no string"),
        (lambda _key, _prefix, _version: 7, "returns something that is no string"),
    ],
)
def test_a_function_that_cannot_be_used_is_named(function: object, text: str) -> None:
    """The error names KEY_FUNCTION and says what is wrong."""
    section = Section({"KEY_PREFIX": 1, "KEY_FUNCTION": function}, "CACHES['x']")
    with pytest.raises(TargetError, match=rf"^CACHES\['x'\]\['KEY_FUNCTION'\] {text}"):
        complete_key(section, "k")
