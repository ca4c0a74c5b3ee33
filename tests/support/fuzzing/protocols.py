"""The protocols that we read ourselves, however the bytes come in pieces."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import cast

from pymemcache.exceptions import MemcacheUnexpectedCloseError
from pymysql.converters import decoders
from pymysql.err import Error

from django_health.caches.memcached.text import greet, stats
from django_health.caches.redis.errors import ErrorReply, NotRedis
from django_health.caches.redis.wire import LONGEST_LINE, Answers
from django_health.databases.mysql.results import Incoming, Result, sound
from django_health.failure import CheckFailed
from django_health.network.bounded_socket import BoundedSocket, EndlessAnswer
from mysql_floods import packet

_END = (ConnectionResetError, NotRedis, EndlessAnswer)
"""After these nothing more is read; any other error is an answer like the rest."""

_ESCAPED = re.compile(rb"\\x([0-9a-f]{2})")


def redis_answers(data: bytes) -> None:
    """Read Redis' answers, whole and byte by byte."""
    whole = _heard(Answers(_receiving(data, 65536)))
    if len(data) < LONGEST_LINE:
        assert whole == _heard(Answers(_receiving(data, 1)))


def _receiving(data: bytes, size: int) -> Callable[[int], bytes]:
    stream = BytesIO(data)
    return lambda most: stream.read(min(most, size))


def _heard(answers: Answers) -> list[object]:
    found: list[object] = []
    while not found or found[-1] not in _END:
        try:
            found.append(answers.next())
        except (ErrorReply, *_END) as error:
            found.append(type(error))
    return found


def memcached_answers(data: bytes) -> None:
    """Read Memcached's greeting and its stats, in one piece and in small ones."""
    for size in (65536, 3 + len(data) // 100):
        connection = cast("BoundedSocket", _Connection(data, size))
        try:
            greet(connection)
            found = stats(connection)
        except (CheckFailed, MemcacheUnexpectedCloseError):
            continue
        assert not found or found.endswith(b"END\r\n")


class _Connection:
    """Says what it was given, whatever it is told."""

    def __init__(self, data: bytes, size: int) -> None:
        self._heard = _receiving(data, size)

    def sendall(self, _: bytes) -> None:
        """Take a command."""

    def recv(self, most: int) -> bytes:
        """Return the next piece."""
        return self._heard(most)


def mysql_answers(data: bytes) -> None:
    r"""Read MySQL's results, a packet in each line, whole and byte by byte, and use all of them.

    What is no character is written like ``\x00``.
    """
    lines = (
        _ESCAPED.sub(lambda found: bytes.fromhex(found[1].decode()), line)
        for line in data.split(b"\n")
    )
    said = b"".join(packet(number, line) for number, line in enumerate(lines, 1))
    whole = _results(said, 65536)
    if len(said) < LONGEST_LINE:
        assert whole == _results(said, 1)


def _results(said: bytes, size: int) -> list[str]:
    receive = _receiving(said, size)
    incoming = Incoming(lambda: receive(size), "utf8")
    found: list[str] = []
    while incoming.is_more:
        try:
            found.append(repr(_used(incoming.result())))
        except (CheckFailed, Error) as error:
            return [*found, type(error).__name__]
    return found


def _used(result: Result) -> list[object]:
    ways = (lambda: result.columns, result.texts, result.mappings, lambda: result.values(decoders))
    found: list[object] = []
    for way in ways:
        try:
            found.append(sound(way))
        except CheckFailed:
            found.append(None)
    return found
