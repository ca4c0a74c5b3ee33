"""The session of the cache check: redis-py logs in, and from then on it speaks for itself."""

from __future__ import annotations

from typing import Any

from redis import exceptions

from django_health.caches.redis.session import RedisSession
from django_health.caches.redis.wire import Answer, Answers
from django_health.network.bounded_socket import BoundedSocket
from django_health.targets import RedisTarget


class CheckSession(RedisSession):
    """One connection to a cache; see its base for the login.

    The answers to the login are read here as well, so that none is left in another buffer.

    Args:
        opened: A connected socket, which the session owns from now on.
        target: Who logs in, and to which database.
        timeout: Seconds for every single wait.
    """

    def __init__(self, opened: BoundedSocket, target: RedisTarget, timeout: float) -> None:
        super().__init__(opened, target, timeout)
        self._socket, self._timeout = opened, timeout
        self._send = opened.sendall
        self._answers = Answers(opened.recv)

    def open(self) -> None:
        """Log in; see the base."""
        super().open()
        self._socket.time_by_system(self._timeout)

    def exchange(self, command: bytes) -> Answer:
        """Send a command that is packed already, and return its answer.

        Raises:
            RedisError: An error reply, no reply, or one that Redis never gives here.
        """
        try:
            self._send(command)
            return self._answers.next()
        except OSError as error:
            raise _as_redis_py(error) from error

    def read_response(self, *_: Any, **__: Any) -> Answer:
        """Return an answer to redis-py, which asks what the login needs.

        Raises:
            RedisError: An error reply, no reply, or one that Redis never gives here.
        """
        try:
            answer = self._answers.next()
        except OSError as error:
            raise _as_redis_py(error) from error
        if not (self._is_open or answer == b"OK"):
            raise exceptions.InvalidResponse
        return answer


def _as_redis_py(error: OSError) -> exceptions.RedisError:
    """What redis-py makes of an error of the socket."""
    late = isinstance(error, TimeoutError)
    return exceptions.TimeoutError() if late else exceptions.ConnectionError()
