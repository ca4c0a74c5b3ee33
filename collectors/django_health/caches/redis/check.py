"""Is a Redis server well: INFO, and set, get and delete of a key on a kept connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django_health.caches.families import MISSING_PRIVILEGES
from django_health.caches.own_key import operation_figures, own_key
from django_health.caches.redis.errors import EXPLAINED, ErrorReply, NotRedis, failure_of
from django_health.caches.redis.info import RedisInfo
from django_health.caches.redis.login import logged_in
from django_health.caches.redis.probe import ProbeCommands, RedisProbe
from django_health.caches.redis.session import RedisSession
from django_health.caches.redis.wire import packed
from django_health.check import BaseHealthCheck
from django_health.connection import KeptConnection
from django_health.failure import CheckFailed
from django_health.network.bounded_socket import BoundedSocket
from django_health.network.cancellable_socket import CancellableSocket
from django_health.result import Measurement, Outcome, Reason, Status
from django_health.steps import Steps, completed
from django_health.targets import RedisTarget

if TYPE_CHECKING:
    from django_health.caches.redis.tls import Encryption

INFO = packed(b"INFO")
INFO_GRANT = "all figures of INFO: ACL SETUSER <user> +info"


class RedisCheck(BaseHealthCheck):
    """One Redis server, or what speaks its protocol.

    Args:
        target: Where it is.
        timeout: Seconds for the run, and for every single wait in it.
    """

    details_are_final = True
    name = "cache"
    description = "Redis: INFO, then set, get and delete of a key of its own, the value compared"

    def __init__(self, target: RedisTarget, timeout: float) -> None:
        self.target = target.alias
        self.part = target.server
        self.timeout = timeout
        self._server = target
        self._commands = ProbeCommands(own_key(target.key))
        self._socket = CancellableSocket()
        self._encryption = _encryption(target)
        self._kept = KeptConnection(self._open, RedisSession.close, _is_broken)

    def check(self) -> Outcome:
        """Ask the server.

        Raises:
            CheckFailed: It cannot be reached, or does not do a cache's work.
        """
        return completed(self.run_in_steps())

    def run_in_steps(self) -> Steps[Outcome]:
        """Ask, as :meth:`check` does, and let others be asked until each answer is there."""
        self._socket.begin()
        try:
            answer = yield from self._kept.use_in_steps(self._ask)
        except EXPLAINED as error:
            raise failure_of(error) from None
        if isinstance(answer, CheckFailed):
            raise answer
        return answer

    @property
    def connections(self) -> int:
        """How many connections to the server are kept open now."""
        return self._kept.count

    def cancel(self) -> None:
        """End the run under way, also while it connects."""
        self._socket.cancel()

    def close(self) -> None:
        """Close the kept connection."""
        self._kept.close()

    def _ask(self, session: RedisSession) -> Steps[Outcome | CheckFailed]:
        """Ask on an open session; a failure that leaves the session usable is returned."""
        probe = RedisProbe(session, self._commands)
        session.send(INFO)
        yield session.awaited
        info = self._info(probe)
        try:
            if self._server.read_only or (info and info.is_read_only):
                yield from probe.read()
            else:
                yield from probe.write_and_read()
        except ErrorReply as error:
            failed = self._failed(failure_of(error), info, probe)
            if error.ends_session:
                raise failed from None
            return failed
        except CheckFailed as failure:
            failed = self._failed(failure, info, probe)
            if failure.reason is Reason.WRONG_ANSWER:  # it may be that of another command
                raise failed from None
            return failed
        return self._outcome(info, probe)

    def _info(self, probe: RedisProbe) -> RedisInfo | None:
        try:
            text = probe.session.answer()
        except ErrorReply as error:
            if not error.is_refusal and error.meaning():
                raise
            no_command = "all figures of INFO: the server has no such command"
            probe.missing.append(INFO_GRANT if error.is_refusal else no_command)
            return None
        if not isinstance(text, bytes):
            raise NotRedis
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

    def _open(self) -> RedisSession:
        return logged_in(self._opened(), self._server, self.timeout)

    def _opened(self) -> BoundedSocket:
        address = self._server.unix_socket or (self._server.host, self._server.port)
        if self._encryption is None:
            return self._socket.open(address, self.timeout)
        return self._encryption.open(self._socket, address, self.timeout)


def _encryption(target: RedisTarget) -> Encryption | None:
    """How the target is encrypted, if it is; found out now, since a run has no time to import."""
    if not target.tls:
        return None
    from django_health.caches.redis.tls import Encryption  # noqa: PLC0415 - it imports redis-py

    return Encryption(target.options)


def _is_broken(error: Exception) -> bool:
    """Whether a kept connection had ended."""
    return isinstance(error, OSError) and not isinstance(error, TimeoutError)
