"""A session with Redis: redis-py's protocol on a socket of our own, logged in and named."""

from __future__ import annotations

from typing import Any

from redis.backoff import NoBackoff
from redis.connection import Connection
from redis.exceptions import InvalidResponse, NoPermissionError, ResponseError
from redis.retry import Retry

from django_health.caches.redis.errors import is_known
from django_health.failure import CheckFailed
from django_health.network.bounded_socket import BoundedSocket
from django_health.result import Reason
from django_health.targets import RedisTarget

CLIENT_NAME = "django-health-exporter"


class RedisSession(Connection):
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
        """Return an answer that can be one to what a check asks.

        Redis-py takes every answer to AUTH but ``OK`` for a refusal, that of an echo as well.

        Raises:
            RedisError: An error reply, no reply, or a reply that Redis never gives here.
        """
        answer = super().read_response(*args, **options)
        if isinstance(answer, list) or not (self._is_open or answer == b"OK"):
            raise InvalidResponse
        return answer

    def close(self) -> None:
        """End it; for a broken one too."""
        self.disconnect()  # type: ignore[no-untyped-call]

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


def _credentials(target: RedisTarget) -> dict[str, Any]:
    """How redis-py logs in; a provider of short-lived tokens is given in the options."""
    if provider := target.options.get("credential_provider"):
        return {"credential_provider": provider}
    return {"username": target.user or None, "password": target.password.reveal() or None}
