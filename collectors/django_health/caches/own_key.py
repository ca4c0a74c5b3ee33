"""The key that a check sets, gets and deletes, and what its operations took."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from django_health.caches.families import OPERATION_SECONDS
from django_health.result import Measurement, measurements_of

SECONDS_TO_LIVE = 60
"""After which the server drops the key by itself, should the check not get to delete it."""

MAX_KEY_BYTES = 250
"""The longest key that Memcached takes."""


def own_key(key: str) -> bytes:
    """Return a key that no other exporter uses.

    Two exporters that watch one cache would read each other's values and call the cache wrong; a
    random end, made once per check, keeps them apart.
    """
    end = b":" + secrets.token_hex(4).encode()
    return key.encode()[: MAX_KEY_BYTES - len(end)] + end


def fresh_value() -> bytes:
    """Return a value that was never stored before."""
    return secrets.token_hex(8).encode()


def operation_figures(
    seconds: Mapping[str, float], alias: str, server: str
) -> tuple[Measurement, ...]:
    """Return how long each operation took."""
    return measurements_of(
        [(OPERATION_SECONDS, took, (alias, server, name)) for name, took in seconds.items()]
    )


def hit_rate(hits: int, misses: int) -> dict[str, float]:
    """Return the percentage of reads that found their key; nothing while there was no read."""
    reads = hits + misses
    return {"hit_rate": round(100 * hits / reads, 2)} if reads else {}
