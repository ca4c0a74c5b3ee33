"""What a server answers to a message, read in large pieces and taken apart only as far as needed.

PyMySQL reads each packet's head and body by themselves and makes an object of each column, which
for the state of replication, with more than fifty columns and mostly no row, costs more than all
else that a run does.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from pymysql.constants import CR, FIELD_TYPE, SERVER_STATUS
from pymysql.err import OperationalError, raise_mysql_exception

from django_health.databases.mysql.described import Described
from django_health.databases.mysql.named import named_at
from django_health.failure import CheckFailed
from django_health.result import Reason
from django_health.steps import Steps

T = TypeVar("T")

Decoders = Mapping[int, Callable[[Any], Any] | None]
"""The driver's converters by types of columns."""

_HEAD = struct.Struct("<I")
"""Of a packet: three bytes of its length, and its number."""
_OK, _NULL, _END, _ERROR = 0x00, 0xFB, 0xFE, 0xFF
_WIDTHS = {0xFC: 2, 0xFD: 3, 0xFE: 8}
"""Bytes of the lengths that do not fit into one."""
_LONGEST_END = 8
"""Bytes; a longer packet that begins like an end is a row."""
_NAMES, _NAME = 6, 4
"""How many names a description of a column has, and which of them is the column's."""
_FIXED = 13
"""Bytes of its rest."""
_PAIR = 2
"""Columns of rows that may be names and numbers."""
_BINARY = 63
"""The number of the charset that is none."""
_TEXTS = frozenset(
    {
        *(FIELD_TYPE.BIT, FIELD_TYPE.BLOB, FIELD_TYPE.LONG_BLOB, FIELD_TYPE.MEDIUM_BLOB),
        *(FIELD_TYPE.STRING, FIELD_TYPE.TINY_BLOB, FIELD_TYPE.VAR_STRING, FIELD_TYPE.VARCHAR),
        FIELD_TYPE.GEOMETRY,
    }
)


class Result(NamedTuple):
    """What a statement gave; a statement without rows has no columns.

    Attributes:
        encoding: Of its texts.
        definitions: The columns, as the server describes them.
        cells: The values of each row, as the server sends them.
    """

    encoding: str
    definitions: list[bytes]
    cells: Sequence[Sequence[bytes | None]]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        names = (_cells(each[:-_FIXED], _NAMES)[_NAME] for each in self.definitions)
        return tuple((name or b"").decode(self.encoding) for name in names)

    def texts(self) -> list[list[str | None]]:
        """Return the rows as the texts that the server sends."""
        encoding = self.encoding
        return [[None if c is None else c.decode(encoding) for c in row] for row in self.cells]

    def named(self) -> dict[bytes | None, bytes | None]:
        """Return rows of a name and a value as the server sends them, by the names.

        Raises:
            ValueError: They have more or fewer values.
        """
        return dict(self.cells)  # type: ignore[arg-type]  # it counts them itself

    def mappings(self) -> list[dict[str, str | None]]:
        """Return the rows as texts by the names of their columns."""
        if not self.cells:
            return []
        names = self.columns
        return [dict(zip(names, row, strict=True)) for row in self.texts()]

    def values(self, decoders: Decoders) -> list[tuple[Any, ...]]:
        """Return the rows as the driver makes them."""
        if not self.cells:
            return []
        readers = [self._reader(each, decoders) for each in self.definitions]
        return [
            tuple(None if c is None else read(c) for c, read in zip(row, readers, strict=True))
            for row in self.cells
        ]

    def _reader(self, definition: bytes, decoders: Decoders) -> Callable[[bytes], Any]:
        fixed = definition[-_FIXED:]  # its length, charset, width, type, flags, decimals, nothing
        charset, kind = int.from_bytes(fixed[1:3], "little"), fixed[7]
        convert = decoders.get(kind) or _same
        if kind in _TEXTS and charset == _BINARY:
            return convert
        encoding = self.encoding if kind in _TEXTS or kind == FIELD_TYPE.JSON else "ascii"
        return lambda cell: convert(cell.decode(encoding))


_UNSOUND = (LookupError, TypeError, ValueError, ArithmeticError, struct.error)


def sound(read: Callable[[], T]) -> T:
    """Return what reading an answer gives.

    Raises:
        CheckFailed: That is no answer of MySQL's: it has the wrong form, or texts and numbers that
            are none, for which the driver's converters have all kinds of errors.
    """
    try:
        return read()
    except _UNSOUND:
        raise CheckFailed(Reason.WRONG_ANSWER) from None


def sound_steps(steps: Steps[T]) -> Steps[T]:
    """Return what reading answers in steps gives; errors as for :func:`sound`."""
    try:
        return (yield from steps)
    except _UNSOUND:
        raise CheckFailed(Reason.WRONG_ANSWER) from None


class Incoming:
    """The packets of an answer.

    Args:
        read: Returns some of what has come, and nothing once the server is gone.
        encoding: Of texts.
        described: What the connection knows of columns.
    """

    def __init__(
        self, read: Callable[[], bytes], encoding: str, described: Described | None = None
    ) -> None:
        self._read = read
        self._encoding = encoding
        self._described = described or Described()
        self._buffer = b""
        self._at = 0
        self._number = 0
        self.is_more = True
        """Whether another statement of the message has its result yet to come."""

    def result(self) -> Result:
        """Read the result of the next statement.

        Raises:
            Error: The server refused it, and runs none of those after it; or it is gone.
            CheckFailed: That is no answer of MySQL's.
        """
        return sound(self._result)

    def confirmation(self) -> None:
        """Read that the server did as it was told; errors as for :meth:`result`."""
        sound(self._confirmation)

    def _confirmation(self) -> None:
        if self._packet()[0] not in {_OK, _END}:
            raise ValueError

    def _result(self) -> Result:
        definitions = self._definitions()
        return Result(self._encoding, definitions, self._rows(len(definitions)))

    def _definitions(self) -> list[bytes]:
        """Read all that comes before the rows; there is nothing where a statement has none."""
        if len(self._buffer) - self._at < _HEAD.size:
            self._fill(_HEAD.size)
        whole, start, before = self._buffer, self._at, self._number
        if known := self._described.at(whole, start, before):
            self._at, self._number = start + len(known.packets), known.last
            return known.columns
        found = self._new_definitions()
        if found and self._buffer is whole:  # else they came in pieces
            self._described.keep(whole[start : self._at], found, before, self._number)
        return found

    def _new_definitions(self) -> list[bytes]:
        head = self._packet()
        if head[0] == _OK:
            _, at = _number(head, 1)
            _, at = _number(head, at)
            self._note(head[at : at + 2])
            return []
        width, at = _number(head, 0)
        if at != len(head) or not width:
            raise ValueError
        found = [self._packet() for _ in range(width)]
        if not _is_end(self._packet()):
            raise ValueError
        return found

    def _rows(self, width: int) -> list[Sequence[bytes | None]]:
        cells: list[Sequence[bytes | None]] = []
        if not width:
            return cells
        if width == _PAIR and (named := named_at(self._buffer, self._at, self._number)):
            cells += named.cells
            self._at, self._number = named.end, (self._number + len(cells)) & 0xFF
        while not _is_end(packet := self._packet()):
            cells.append(_cells(packet, width))
        self._note(packet[3:5])
        return cells

    def _note(self, status: bytes) -> None:
        flags = int.from_bytes(status, "little")
        self.is_more = bool(flags & SERVER_STATUS.SERVER_MORE_RESULTS_EXISTS)

    def _packet(self) -> bytes:
        if len(self._buffer) - self._at < _HEAD.size:
            self._fill(_HEAD.size)
        (head,) = _HEAD.unpack_from(self._buffer, self._at)
        size, number = head & 0xFFFFFF, head >> 24
        self._number = (self._number + 1) & 0xFF
        if number != self._number:
            if not number:  # so a server says good-bye that shuts down
                raise OperationalError(CR.CR_SERVER_LOST, "")
            raise ValueError
        if len(self._buffer) - self._at < _HEAD.size + size:
            self._fill(_HEAD.size + size)
        begin = self._at + _HEAD.size
        self._at = begin + size
        packet = self._buffer[begin : self._at]
        if packet[0] == _ERROR:
            raise_mysql_exception(packet)
        return packet

    def _fill(self, size: int) -> None:
        """Have so many bytes in the buffer from the present place on, which is its start then."""
        self._buffer = self._buffer[self._at :]
        self._at = 0
        while len(self._buffer) < size:
            more = self._read()
            if not more:
                raise OperationalError(CR.CR_SERVER_LOST, "")
            self._buffer += more


def _same(value: Any) -> Any:
    return value


def _is_end(packet: bytes) -> bool:
    return packet[0] == _END and len(packet) <= _LONGEST_END


def _number(packet: bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where it ends."""
    first = packet[at]
    if first < _NULL:
        return first, at + 1
    end = at + 1 + _WIDTHS[first]
    return int.from_bytes(packet[at + 1 : end], "little"), end


def _cells(packet: bytes, count: int) -> list[bytes | None]:
    """The values of a row, one after the other, each with its length before it."""
    found: list[bytes | None] = []
    at = 0
    for _ in range(count):
        first = packet[at]
        if first < _NULL:
            begin = at + 1
            at = begin + first
        elif first == _NULL:
            found.append(None)
            at += 1
            continue
        else:
            size, begin = _number(packet, at)
            at = begin + size
        found.append(packet[begin:at])
    if at != len(packet):
        raise ValueError
    return found
