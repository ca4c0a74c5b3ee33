"""Questions to Memcached whose whole answer counts: pymemcache drops the text of error lines.

It would also convert every value of ``stats``, which costs more than all the rest of a run.
"""

from __future__ import annotations

from pymemcache.exceptions import MemcacheUnexpectedCloseError

from django_health.failure import CheckFailed
from django_health.network.bounded_socket import BoundedSocket
from django_health.result import Reason

_ERRORS = (b"ERROR", b"CLIENT_ERROR", b"SERVER_ERROR")
_STATS_END = b"END\r\n"

STATS = b"stats\r\n"


def greet(connection: BoundedSocket) -> None:
    """Ask for the version, to learn whether this is a Memcached that has a place for us.

    Raises:
        CheckFailed: It is not, or it has none.
    """
    connection.sendall(b"version\r\n")
    answer = heard(connection)
    if answer.startswith(b"VERSION "):
        return
    if answer.startswith(b"ERROR Too many open connections"):
        raise CheckFailed(
            Reason.TOO_MANY_CONNECTIONS, "the server has no connection left (its option -c)"
        )
    if answer.startswith(b"CLIENT_ERROR unauthenticated"):
        raise CheckFailed(Reason.AUTH, "the server wants a user name and a password")
    raise _foreign()


def stats(connection: BoundedSocket, question: bytes = STATS) -> bytes:
    """Ask for statistics; return the answer as :func:`heard_stats` does."""
    connection.sendall(question)
    return heard_stats(connection)


def heard_stats(connection: BoundedSocket) -> bytes:
    """Return the answer to ``stats``, or nothing where the server (a proxy) has no such command.

    Raises:
        CheckFailed: It is no such answer.
    """
    answer = heard(connection, _STATS_END)
    if answer.startswith(_ERRORS):
        return b""
    if not answer.endswith(_STATS_END):
        raise _foreign()
    return answer


def heard(connection: BoundedSocket, end: bytes = b"\r\n") -> bytes:
    """Return an answer up to its end; of one that is not in lines of ``STAT``, what is there.

    Raises:
        MemcacheUnexpectedCloseError: The connection ended.
    """
    answer = b""
    while not answer.endswith(end):
        if b"\r\n" in answer and not answer.startswith(b"STAT "):
            break
        part = connection.recv(65536)
        if not part:
            raise MemcacheUnexpectedCloseError
        answer += part
    return answer


def _foreign() -> CheckFailed:
    return CheckFailed(
        Reason.WRONG_ANSWER, "what answers there does not speak Memcached's protocol"
    )
