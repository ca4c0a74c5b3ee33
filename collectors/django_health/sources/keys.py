"""The key that a check of a cache sets, gets and deletes, made as Django makes keys."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from functools import lru_cache

from django_health.sources.dotted import NotThereError, callable_at
from django_health.sources.section import Section, is_utf8
from django_health.targets import TargetError


def probe_key() -> str:
    """Return the key before Django's prefix and version: one per process, valid for Memcached.

    Two exporters that watch one cache, or forked workers of one application, never share a key.
    """
    return f"django-health-exporter:{_token(os.getpid())}"


@lru_cache(maxsize=1)
def _token(_process: int) -> str:
    return secrets.token_hex(4)


def complete_key(section: Section, key: str) -> str:
    """Return a key as the server gets it: with KEY_PREFIX, VERSION and KEY_FUNCTION.

    Raises:
        TargetError: KEY_FUNCTION cannot be imported, fails or gives no text.
    """
    prefix = section.values.get("KEY_PREFIX", "")
    version = section.values.get("VERSION", 1)
    function = section.values.get("KEY_FUNCTION")
    if function is None:
        return f"{prefix}:{version}:{key}"
    try:
        made = _function(section, function)(key, prefix, version)
    except TargetError:
        raise
    except Exception as error:  # noqa: BLE001 - the application's own code may raise anything
        raise section.error("KEY_FUNCTION", f"fails with {type(error).__name__}") from None
    if not isinstance(made, str) or not is_utf8(made):
        raise section.error("KEY_FUNCTION", "returns something that is no string")
    return made


def _function(section: Section, function: object) -> Callable[..., object]:
    if callable(function):
        return function
    module, _, name = section.text("KEY_FUNCTION").rpartition(".")
    try:
        return callable_at(module, name)
    except NotThereError:
        raise section.error("KEY_FUNCTION", "names no function that can be imported") from None
