"""What a database has recorded, read whole only where it is little or is not what it was.

A large project has hundreds of rows, of which mostly none has changed. So its server is asked for
their number and a digest of them all, whose like is made here of the rows that were read last.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from django_health.checks.migrations.disk import Key
from django_health.databases.lending import MissingTableError, Rows
from django_health.failure import CheckFailed
from django_health.result import Reason
from django_health.steps import Steps

MOST_ROWS = 20_000
"""Ten times what a large project records in its life."""

_FEW = 50
"""Rows that are read as soon as a digest of them is made."""

_WHOLE = "SELECT id, app, name FROM django_migrations ORDER BY id"
_ATTEMPTS = 3
"""Times in a row that a digest may not be that of what is read next; then it is not asked for."""

Row = tuple[object, ...]
Ask = Callable[[str, int], Steps[Rows]]
"""Runs a statement in steps, with the most rows that it may give."""


class _Digest(NamedTuple):
    """A question to which servers of a kind have one row as the answer.

    Attributes:
        sql: The question.
        of: The same answer, made of rows.
    """

    sql: str
    of: Callable[[Sequence[Row]], Row]


def _hash(rows: Sequence[Row]) -> Row:
    number, text = _together(rows)
    return number, hashlib.sha256(str(text).encode()).hexdigest() if rows else None


def _checksums(rows: Sequence[Row]) -> Row:
    texts = (f"{id_}.{app}.{name}".encode() for id_, app, name in rows)
    return len(rows), sum(map(zlib.crc32, texts)) if rows else None


def _together(rows: Sequence[Row]) -> Row:
    return len(rows), " ".join(f"{id_}.{app}.{name}" for id_, app, name in rows) or None


_DIGESTS: Mapping[str, _Digest] = {
    "postgresql": _Digest(
        "SELECT count(*), encode(sha256(convert_to("
        "string_agg(concat(id, '.', app, '.', name), ' ' ORDER BY id), 'UTF8')), 'hex')"
        " FROM django_migrations",
        _hash,
    ),
    # A longer GROUP_CONCAT would be cut off, and a hash of each row costs more than to send it.
    "mysql": _Digest(
        "SELECT COUNT(*), SUM(CRC32(CONVERT(CONCAT(id, '.', app, '.', name) USING utf8mb4)))"
        " FROM django_migrations",
        _checksums,
    ),
    "sqlite": _Digest(
        "SELECT count(*), group_concat(id || '.' || app || '.' || name, ' ')"
        " FROM django_migrations",
        _together,
    ),
}


class Record:
    """The table ``django_migrations`` of a database.

    Args:
        vendor: The kind of the database; of one that is not known all rows are read each time.
    """

    def __init__(self, vendor: str) -> None:
        self._digest = _DIGESTS.get(vendor)
        self._rows: list[Row] = []
        self._keys: list[Key] = []
        self._expected: Row = ()
        self._failures = 0

    def read(self, ask: Ask) -> Steps[list[Key] | None]:
        """Return what is recorded, in the order of recording; ``None`` without a table for it.

        It is read in steps. The list is the same one as long as its contents are.

        Raises:
            CheckFailed: The database does not answer well.
        """
        try:
            found = yield from self._digested(ask)
            if found is None or found != self._expected:
                self._take((yield from ask(_WHOLE, MOST_ROWS)).rows)
            self._note(found)
        except MissingTableError:
            return None
        return self._keys

    def _digested(self, ask: Ask) -> Steps[Row | None]:
        """The server's digest, where it is worth while and can be compared."""
        if self._digest is None or len(self._rows) <= _FEW:
            return None
        try:
            (found,) = (yield from ask(self._digest.sql, 1)).rows
        except CheckFailed as failure:
            if failure.reason is not Reason.MISCONFIGURED:
                raise
            self._digest = None  # the server lacks one of the functions
            return None
        return found

    def _take(self, rows: list[Row]) -> None:
        if rows != self._rows:
            self._rows = rows
            self._keys = [(str(app), str(name)) for _, app, name in rows]
            self._expected = self._digest.of(rows) if self._digest else ()

    def _note(self, found: Row | None) -> None:
        """Note whether a digest was that of the rows, which may have changed after it was made."""
        if found is not None:
            self._failures = 0 if found == self._expected else self._failures + 1
            if self._failures == _ATTEMPTS:
                self._digest = None
