"""A session with Redis, on a socket of our own: a command, its answer, the next command."""

from __future__ import annotations

from django_health.caches.redis.errors import NotRedis
from django_health.caches.redis.wire import Answer, Answers
from django_health.network.bounded_socket import BoundedSocket
from django_health.network.distance import awaited_at


class RedisSession:
    """One connection to a cache, which nothing but a new session replaces.

    Args:
        opened: A connected socket, which the session owns from now on.

    Attributes:
        awaited: What is waited for between a command and its answer.
    """

    def __init__(self, opened: BoundedSocket) -> None:
        self._socket = opened
        self._send = opened.sendall
        self._answers = Answers(opened.recv)
        self.awaited = awaited_at(opened.fileno())
        self.answer = self._answers.next
        """Waits for the answer to what was sent, and returns it; its errors are those of
        :meth:`exchange`."""

    def exchange(self, command: bytes) -> Answer:
        """Send a command that is packed already, and return its answer.

        Raises:
            ErrorReply: The answer is an error.
            NotRedis: It is none that Redis gives here, or there was one before the command.
            EndlessAnswer: It is longer than a true one.
            OSError: The connection broke, or nothing came in time.
        """
        self.send(command)
        return self.answer()

    def send(self, command: bytes) -> None:
        """Send a command that is packed already; its answer is to be asked for next.

        Raises:
            NotRedis: There was an answer before the command.
            OSError: The connection broke, or took nothing in time.
        """
        if self._answers.is_ahead:
            raise NotRedis
        try:
            self._send(command)
        except (BrokenPipeError, ConnectionResetError):
            return  # one that hangs up may have said why before: that is the answer

    def time_by_system(self, seconds: float) -> None:
        """Have the system bound every single wait from now on; see the socket."""
        self._socket.time_by_system(seconds)

    def close(self) -> None:
        """End it; for a broken one too."""
        self._socket.close()
