"""Is a Redis server well: INFO, and set, get and delete of a key on a kept connection."""

from __future__ import annotations

import ssl

from redis import exceptions

from django_health.caches.families import MISSING_PRIVILEGES
from django_health.caches.own_key import operation_figures, own_key
from django_health.caches.redis.check_session import CheckSession
from django_health.caches.redis.errors import EXPLAINED, failure_of, is_known
from django_health.caches.redis.info import RedisInfo
from django_health.caches.redis.probe import ProbeCommands, RedisProbe
from django_health.caches.redis.tls import open_encrypted, tls_context
from django_health.caches.redis.wire import packed
from django_health.check import BaseHealthCheck
from django_health.connection import KeptConnection
from django_health.failure import CheckFailed
from django_health.network.bounded_socket import BoundedSocket, EndlessAnswer
from django_health.network.cancellable_socket import CancellableSocket
from django_health.result import Measurement, Outcome, Reason, Status
from django_health.targets import RedisTarget

INFO = packed(b"INFO")
INFO_GRANT = "all figures of INFO: ACL SETUSER <user> +info"


class RedisCheck(BaseHealthCheck):
    """One Redis server, or what speaks its protocol.

    Args:
        target: Where it is.
        timeout: Seconds for the run, and for every single wait in it.
    """

    name = "cache"
    description = "Redis: INFO, then set, get and delete of a key of its own, the value compared"

    def __init__(self, target: RedisTarget, timeout: float) -> None:
        self.target = target.alias
        self.part = target.server
        self.timeout = timeout
        self._server = target
        self._commands = ProbeCommands(own_key(target.key))
        self._socket = CancellableSocket()
        self._context: ssl.SSLContext | None = None
        self._kept = KeptConnection(self._open, CheckSession.close, _is_broken)

    def check(self) -> Outcome:
        """Ask the server.

        Raises:
            CheckFailed: It cannot be reached, or does not do a cache's work.
        """
        self._socket.begin()
        try:
            answer = self._kept.use(self._ask)
        except EXPLAINED as error:
            raise failure_of(error) from None
        if isinstance(answer, CheckFailed):
            raise answer
        return answer

    def cancel(self) -> None:
        """End the run under way, also while it connects."""
        self._socket.cancel()

    def close(self) -> None:
        """Close the kept connection."""
        self._kept.close()

    def _ask(self, session: CheckSession) -> Outcome | CheckFailed:
        """Ask on an open session; a failure that leaves the session usable is returned."""
        probe = RedisProbe(session, self._commands)
        info = self._info(probe)
        try:
            if self._server.read_only or (info and info.is_read_only):
                probe.read()
            else:
                probe.write_and_read()
        except EndlessAnswer as failure:
            raise self._failed(failure, info, probe) from None
        except exceptions.BusyLoadingError as error:
            raise self._failed(failure_of(error), info, probe) from None
        except exceptions.ResponseError as error:
            return self._failed(failure_of(error), info, probe)
        except CheckFailed as failure:
            return self._failed(failure, info, probe)
        return self._outcome(info, probe)

    def _info(self, probe: RedisProbe) -> RedisInfo | None:
        try:
            text = probe.session.exchange(INFO)
        except exceptions.NoPermissionError:
            probe.missing.append(INFO_GRANT)
            return None
        except exceptions.ResponseError as error:
            if is_known(error):
                raise
            probe.missing.append("all figures of INFO: the server has no such command")
            return None
        if not isinstance(text, bytes):
            raise exceptions.InvalidResponse
        return RedisInfo(text, self._server.database)

    def _outcome(self, info: RedisInfo | None, probe: RedisProbe) -> Outcome:
        status, reason, message = Status.OK, None, ""
        if info and info.is_read_only and not self._server.read_only:
            status, reason = Status.WARNING, Reason.READ_ONLY
            message = "the server is a read-only replica: it can be read, writes fail"
        elif info and info.is_cut_off:
            status, reason = Status.WARNING, Reason.UNAVAILABLE
            message = "the link to its master is down: what it serves grows old"
        details, measurements = self._known(info, probe)
        return Outcome(status, reason, message, details, measurements)

    def _failed(
        self, failure: CheckFailed, info: RedisInfo | None, probe: RedisProbe
    ) -> CheckFailed:
        """The failure with all that is known in spite of it."""
        details, measurements = self._known(info, probe)
        return CheckFailed(failure.reason, str(failure), details=details, measurements=measurements)

    def _known(
        self, info: RedisInfo | None, probe: RedisProbe
    ) -> tuple[dict[str, object], tuple[Measurement, ...]]:
        place = (self.target, self.part)
        details = info.details() if info else {}
        if probe.seconds:
            details["operation_seconds"] = probe.seconds
        if probe.missing:
            details["missing_privileges"] = probe.missing
        measurements = (
            *(info.measurements(*place) if info else ()),
            *operation_figures(probe.seconds, *place),
            MISSING_PRIVILEGES(len(probe.missing), *place),
        )
        return details, measurements

    def _open(self) -> CheckSession:
        session = CheckSession(self._opened(), self._server, self.timeout)
        session.open()
        return session

    def _opened(self) -> BoundedSocket:
        server = self._server
        address = server.unix_socket or (server.host, server.port)
        if not server.tls:
            return self._socket.open(address, self.timeout)
        if self._context is None:
            self._context = tls_context(server.options)
        try:
            return open_encrypted(self._socket, address, self.timeout, self._context)
        except ssl.SSLError:
            self._context = None  # certificates may be renewed: read them again the next time
            raise


def _is_broken(error: Exception) -> bool:
    """Whether a kept connection had ended; redis-py has subclasses for all other errors."""
    return type(error) is exceptions.ConnectionError
