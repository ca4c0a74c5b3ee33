"""Keeps the record in one of Django's caches, for the processes of several hosts."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from django_health.alerting.record import Record, decoded, encoded
from django_health.alerting.state import PATIENCE, AlertState, StateError
from django_health.failure import described
from django_health.settings.validation import nearest

KEY = "django_health:alerting"
"""Of the record; the lock is at the same with ``:lock`` after it."""

LEASE = 10
"""Seconds after which the lock of a process that died is anybody's."""

_POLL = 0.05


class CacheState(AlertState):
    """Keeps it in a cache that all processes share, for as long as that does not lose it.

    Args:
        alias: The key in ``CACHES``.
        key: Under which it is kept.

    Raises:
        StateError: There is no such cache, or each process has its own of it.
    """

    def __init__(self, alias: str, *, key: str = KEY) -> None:
        known = _caches()
        if alias not in known:
            raise StateError(f"cache: unknown alias{nearest(alias, known)}")
        backend = str(known[alias].get("BACKEND", ""))
        if backend.rpartition(".")[2] in {"LocMemCache", "DummyCache"}:
            raise StateError(
                f"cache: each process has its own of {alias!r}: name one that they share, or a "
                "state_file"
            )
        self.place = f"cache {alias!r}"
        self._alias = alias
        self._key = key
        self._lock_key = f"{key}:lock"

    @contextmanager
    def turn(self) -> Iterator[Record]:
        """Give the record to change, while no other process does."""
        token = uuid.uuid4().hex
        self._lock(token)
        try:
            record = self._read()
            before = encoded(record)
            yield record
            if (after := encoded(record)) != before:
                self._call("set", self._key, after.decode(), timeout=None)
        finally:
            with suppress(StateError):
                if self._call("get", self._lock_key) == token:
                    self._call("delete", self._lock_key)

    def leave(self) -> None:
        """Close the connections that this thread has to the cache, and to databases for it."""
        from django.core.cache import caches  # noqa: PLC0415 - Django is optional
        from django.db import connections  # noqa: PLC0415 - as above

        with suppress(Exception):  # nobody waits for it
            caches[self._alias].close()
            connections.close_all()

    def _lock(self, token: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not self._call("add", self._lock_key, token, timeout=LEASE):
            if time.monotonic() > deadline:
                raise StateError(f"{self.place}: another process holds the lock")
            time.sleep(_POLL)

    def _read(self) -> Record:
        content = self._call("get", self._key)
        try:
            return decoded(str(content).encode()) if content else Record()
        except ValueError:
            return Record()  # of another version of ours: nobody else has this key

    def _call(self, name: str, *arguments: object, **named: object) -> Any:
        from django.core.cache import caches  # noqa: PLC0415 - Django is optional

        try:
            return getattr(caches[self._alias], name)(*arguments, **named)
        except Exception as error:  # noqa: BLE001 - a backend raises anything; its text may be secret
            raise StateError(f"{self.place}: {described(error)}") from None


def _caches() -> Mapping[str, Any]:
    """What ``CACHES`` holds.

    Raises:
        StateError: There are no Django settings.
    """
    try:
        from django.core.cache import caches  # noqa: PLC0415 - Django is optional

        known: Mapping[str, Any] = caches.settings
    except Exception as error:  # noqa: BLE001 - no Django, no settings, or settings that fail
        raise StateError(
            f"cache: the caches of Django's settings cannot be had ({described(error)}): name a "
            "state_file instead"
        ) from None
    return known
