"""Where a service of ``pg_service.conf`` is, so that its host name can be resolved before."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

_ADDRESS = ("host", "hostaddr", "port")


def address_of_service(name: str, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return ``host``, ``hostaddr`` and ``port`` as far as a connection service gives them.

    The rest of the service is left to libpq, which reads it in any case. So is all of it when no
    file has the service: libpq says so, or finds it in a folder that only its builder knows.

    Args:
        name: The service's name.
        environ: Says where the files are: ``PGSERVICEFILE``, ``PGSYSCONFDIR``.
    """
    for path in _files(environ):
        if (entries := _entries(path, name)) is not None:
            return {key: entries[key] for key in _ADDRESS if entries.get(key)}
    return {}


def _files(environ: Mapping[str, str]) -> Iterator[Path]:
    if path := environ.get("PGSERVICEFILE"):
        yield Path(path)
    elif home := environ.get("HOME"):
        yield Path(home, ".pg_service.conf")
    if folder := environ.get("PGSYSCONFDIR"):
        yield Path(folder, "pg_service.conf")


def _entries(path: Path, name: str) -> dict[str, str] | None:
    """The entries of one section; of a repeated key the first counts, as for libpq."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:  # not there, or not ours to read: libpq, which looks again, says which
        return None
    found: dict[str, str] | None = None
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            if found is not None:
                break
            found = {} if line == f"[{name}]" else None
        elif found is not None and not line.startswith("#"):
            key, _, value = line.partition("=")
            found.setdefault(key, value)
    return found
