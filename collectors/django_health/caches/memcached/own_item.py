"""The item that a check sets, gets and deletes, in Memcached's own words.

Pymemcache takes twice as long to write a question and to read its answer as the system takes to
carry them.
"""

from __future__ import annotations

from pymemcache import exceptions
from pymemcache.client.base import check_key_helper

from django_health.caches.memcached.text import heard
from django_health.caches.own_key import SECONDS_TO_LIVE, fresh_value
from django_health.failure import CheckFailed
from django_health.network.bounded_socket import BoundedSocket
from django_health.result import Reason


class OwnItem:
    """One item, whose questions are made once.

    Args:
        key: Its key, which only this check uses.

    Attributes:
        get: The question for the value.
        delete: The one that deletes it.
    """

    def __init__(self, key: bytes) -> None:
        length = len(fresh_value())
        self._key = key
        self._head = b"VALUE %b 0 %d\r\n" % (key, length)
        self._set = b"set %b 0 %d %d\r\n" % (key, SECONDS_TO_LIVE, length)
        self.get = b"get %b\r\n" % key
        self.delete = b"delete %b\r\n" % key

    def set(self, value: bytes) -> bytes:
        """Return the question that stores a value for a while.

        Raises:
            MemcacheIllegalInputError: The key is none.
        """
        check_key_helper(self._key, allow_unicode_keys=False)
        return b"%b%b\r\n" % (self._set, value)

    def hear_set(self, connection: BoundedSocket) -> None:
        """Hear that the value was stored.

        Raises:
            MemcacheError: The server did not take it.
        """
        answer = heard(connection)
        if answer not in (b"STORED\r\n", b"NOT_STORED\r\n"):
            raise _refusal(answer)

    def hear_get(self, connection: BoundedSocket, value: bytes) -> None:
        """Hear the value, and compare it.

        Raises:
            CheckFailed: Another one came back, or none.
            MemcacheError: The server gave none, for another reason.
        """
        expected = b"%b%b\r\nEND\r\n" % (self._head, value)
        answer = heard(connection)
        while answer != expected and expected.startswith(answer):
            answer += _more(connection)
        if answer == expected:
            return
        if answer == b"END\r\n":
            raise CheckFailed(Reason.WRONG_ANSWER, "the value just set was gone")
        if answer.startswith(b"VALUE %b " % self._key):
            raise CheckFailed(Reason.WRONG_ANSWER, "another value came back")
        raise _refusal(answer)

    def hear_delete(self, connection: BoundedSocket) -> None:
        """Hear that it was deleted, or was there no more.

        Raises:
            MemcacheError: The server did not do so.
        """
        answer = heard(connection)
        if answer not in (b"DELETED\r\n", b"NOT_FOUND\r\n"):
            raise _refusal(answer)


def _more(connection: BoundedSocket) -> bytes:
    if part := connection.recv(65536):
        return part
    raise exceptions.MemcacheUnexpectedCloseError


def _refusal(answer: bytes) -> exceptions.MemcacheError:
    """What pymemcache makes of an answer that is no success."""
    kind, _, text = answer.rstrip().partition(b" ")
    match kind:
        case b"ERROR":
            return exceptions.MemcacheUnknownCommandError()
        case b"CLIENT_ERROR":
            return exceptions.MemcacheClientError(text)
        case b"SERVER_ERROR":
            return exceptions.MemcacheServerError(text)
    return exceptions.MemcacheUnknownError()
