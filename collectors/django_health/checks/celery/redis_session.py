"""A session with a Redis that is a broker: redis-py's protocol on a socket of our own.

The broker's answers may be lists, and errors in lists, which the cache check has no need of.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from redis.backoff import NoBackoff
from redis.connection import Connection
from redis.exceptions import InvalidResponse, NoPermissionError, ResponseError
from redis.retry import Retry

from django_health.caches.redis.driver_errors import is_known
from django_health.caches.redis.login import CLIENT_NAME
from django_health.failure import CheckFailed
from django_health.network.bounded_socket import BoundedSocket
from django_health.result import Reason
from django_health.targets import RedisTarget

Command = tuple[str | bytes | int | float, ...]

STATE = """
local found = {redis.pcall('HLEN', KEYS[1])}
for i = 2, #KEYS do
    local length = redis.pcall('LLEN', KEYS[i])
    local tail = ''
    if type(length) == 'number' and length > 0 then
        local message = redis.pcall('LINDEX', KEYS[i], -1)
        if type(message) == 'string' then tail = string.sub(message, -1024) end
    end
    found[#found + 1] = length
    found[#found + 1] = tail
end
return found
"""
"""How many fields a hash has, then per list its length and the end of its last element: of a
message that may have megabytes, the part with its properties alone comes over the network."""

_REFUSALS = ("NOPERM", "The user executing the script can't")
"""How a refusal within a script begins, by the version of Redis."""


class BrokerSession(Connection):
    """One connection without pool, retries and reconnecting.

    Args:
        opened: A connected socket, which the session owns from now on.
        target: Who logs in, and to which database.
        timeout: Seconds for every single wait.
    """

    def __init__(self, opened: BoundedSocket, target: RedisTarget, timeout: float) -> None:
        super().__init__(  # type: ignore[no-untyped-call]
            host=target.host,
            port=target.port,
            db=target.database,
            socket_timeout=timeout,
            socket_connect_timeout=timeout,
            protocol=2,  # saves the HELLO, which old servers do not know
            retry=Retry(NoBackoff(), 0),
            **_credentials(target),
        )
        self._opened: BoundedSocket | None = opened
        self._is_open = False
        # CLIENT SETINFO would be an error in the statistics of old servers and under narrow ACLs;
        # which of these attributes redis-py heeds depends on its version.
        self.driver_info = None
        self.lib_name = self.lib_version = None

    def ask(self, *command: str | bytes | int) -> Any:
        """Send a command and return its answer.

        Raises:
            RedisError: An error reply, or no reply.
        """
        self.send_command(*command)  # type: ignore[no-untyped-call]
        return self.read_response()

    def open(self) -> None:
        """Log in, select the database and tell a name; a session that failed is closed.

        Raises:
            CheckFailed: The user may not do that.
            RedisError: It was refused for another reason, or did not work.
        """
        try:
            self.connect()  # type: ignore[no-untyped-call]
            self._is_open = True
            self._introduce()
        except NoPermissionError:
            self.close()
            grant = "ACL SETUSER <user> +select"
            message = f"the user may not choose its database: {grant}"
            raise CheckFailed(Reason.PERMISSION, message) from None
        except BaseException:
            self.close()
            raise

    def read_response(self, *args: Any, **options: Any) -> Any:
        """Return an answer, which is ``OK`` until the login is done.

        Redis-py takes every answer to AUTH but ``OK`` for a refusal, that of an echo as well.

        Raises:
            RedisError: An error reply, no reply, or a reply that Redis never gives here.
        """
        answer = super().read_response(*args, **options)
        if not (self._is_open or answer == b"OK"):
            raise InvalidResponse
        return answer

    def ask_all(self, commands: Sequence[Command]) -> list[Any]:
        """Send commands in one go and return their answers, dislike of a command among them.

        Raises:
            RedisError: No reply, or one that tells a state in which the server serves nobody.
        """
        self.send_packed_command(self.pack_commands(commands))  # type: ignore[no-untyped-call]
        answers = [self._answer() for _ in commands]
        for answer in answers:
            if isinstance(answer, ResponseError) and not _is_dislike(answer):
                raise answer
        return answers

    def close(self) -> None:
        """End it; for a broken one too."""
        self.disconnect()  # type: ignore[no-untyped-call]

    def _answer(self) -> Any:
        try:
            return self.read_response()
        except ResponseError as error:
            return error

    def _introduce(self) -> None:
        """Tell the server who is asking, for CLIENT LIST; it may refuse to hear it."""
        try:
            self.ask("CLIENT", "SETNAME", CLIENT_NAME)
        except NoPermissionError:
            return  # a narrow ACL; nothing that is measured depends on the name
        except ResponseError as error:
            if is_known(error):
                raise

    def _connect(self) -> BoundedSocket:
        opened, self._opened = self._opened, None
        if opened is None:  # redis-py would go on with a new connection, unseen
            raise ConnectionResetError
        return opened

    def _host_error(self) -> str:
        return ""  # the place in redis-py's error texts, made for every answer and never shown


def _is_dislike(error: ResponseError) -> bool:
    """Whether the server only does not do this command, for this user or at all."""
    return is_refusal(error) or not is_known(error)


def is_refusal(error: object) -> bool:
    """Whether the user may not do that: as an error of redis-py, or within a list."""
    return isinstance(error, NoPermissionError) or (
        isinstance(error, ResponseError) and str(error).startswith(_REFUSALS)
    )


def _credentials(target: RedisTarget) -> dict[str, Any]:
    """How redis-py logs in; a provider of short-lived tokens is given in the options."""
    if provider := target.options.get("credential_provider"):
        return {"credential_provider": provider}
    return {"username": target.user or None, "password": target.password.reveal() or None}
