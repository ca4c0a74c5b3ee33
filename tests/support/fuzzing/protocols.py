"""The protocols that we read ourselves, however the bytes come in pieces."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import cast

from pymemcache.exceptions import MemcacheUnexpectedCloseError

from django_health.caches.memcached.text import greet, stats
from django_health.caches.redis.errors import ErrorReply, NotRedis
from django_health.caches.redis.wire import LONGEST_LINE, Answers
from django_health.failure import CheckFailed
from django_health.network.bounded_socket import BoundedSocket, EndlessAnswer

_END = (ConnectionResetError, NotRedis, EndlessAnswer)
"""After these nothing more is read; any other error is an answer like the rest."""


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
