"""Redis' own protocol (RESP 2), as far as a check speaks it.

Redis-py takes three times as long to write a command and to read its answer as the system takes to
carry them, and a check asks four times at each scrape. To import it takes memory and a good part of
the time of a start.
"""

from __future__ import annotations

from collections.abc import Callable

from django_health.caches.redis.errors import ErrorReply, NotRedis
from django_health.network.bounded_socket import EndlessAnswer

Answer = bytes | int | None
"""A text, a number, or nothing where there is no such key."""

LONGEST_LINE = 8192
"""Bytes of a line that is no text of announced length; error replies have a few hundred."""

_MOST_DIGITS = 9
"""Of a number or the length of a text: a run may hear less than a text of that length."""

_STATUS, _ERROR, _NUMBER, _TEXT = b"+-:$"


def packed(*words: bytes) -> bytes:
    """Return a command as it is sent."""
    return b"*%d\r\n%s" % (len(words), b"".join(b"$%d\r\n%s\r\n" % (len(w), w) for w in words))


class Answers:
    """Reads one answer after the other.

    Args:
        recv: Waits and returns what came, at most so many bytes; nothing at the end.
    """

    def __init__(self, recv: Callable[[int], bytes]) -> None:
        self._recv = recv
        self._rest = b""

    @property
    def is_ahead(self) -> bool:
        """Whether something came behind the last answer, which would be taken for the next one."""
        return bool(self._rest)

    def next(self) -> Answer:
        """Wait for an answer and return it.

        Raises:
            ErrorReply: It is an error.
            NotRedis: It is none that Redis gives to a check.
            EndlessAnswer: It is longer than a true one.
            OSError: The connection broke or ended before its end, or nothing came in time.
        """
        heard = self._rest or self._more()
        end = heard.find(b"\r\n")
        while end < 0:
            if len(heard) > LONGEST_LINE:
                raise EndlessAnswer
            heard += self._more()
            end = heard.find(b"\r\n")
        kind = heard[0]
        if kind == _TEXT and heard[1:2].isdigit():
            return self._text(heard, end)
        self._rest = heard[end + 2 :]
        return _line(kind, heard[1:end])

    def _text(self, heard: bytes, end: int) -> bytes:
        """The text whose length is announced at the beginning of what was heard."""
        begin = end + 2
        end = begin + _length(heard[1:end])
        missing = end + 2 - len(heard)
        if missing > 0:
            parts = [heard]
            while missing > 0:
                parts.append(part := self._more())
                missing -= len(part)
            heard = b"".join(parts)
        if heard[end : end + 2] != b"\r\n":
            raise NotRedis
        self._rest = heard[end + 2 :]
        return heard[begin:end]

    def _more(self) -> bytes:
        if heard := self._recv(65536):
            return heard
        raise ConnectionResetError


def _line(kind: int, said: bytes) -> Answer:
    if kind == _STATUS:
        return said
    if kind == _NUMBER and said.isdigit() and len(said) <= _MOST_DIGITS:
        return int(said)
    if kind == _TEXT and said == b"-1":
        return None
    if kind == _ERROR:
        raise ErrorReply(said.decode("utf-8", "replace"))
    raise NotRedis


def _length(said: bytes) -> int:
    if not said.isdigit():
        raise NotRedis
    if len(said) > _MOST_DIGITS:
        raise EndlessAnswer
    return int(said)
