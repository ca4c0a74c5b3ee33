"""Is a Memcached server well: stats, and set, get and delete of a key on a kept connection.

At its limit of connections a server says so and closes (``too_many_connections``); one started with
``-o no_maxconns_fast`` no longer accepts instead, which from outside is silence (``timeout``).
"""

from __future__ import annotations

from pymemcache.exceptions import MemcacheUnexpectedCloseError

from django_health.caches.memcached.errors import ANSWERS, EXPLAINED, failure_of
from django_health.caches.memcached.own_item import OwnItem
from django_health.caches.memcached.session import MemcachedSession
from django_health.caches.own_key import operation_figures, own_key
from django_health.check import BaseHealthCheck
from django_health.connection import KeptConnection
from django_health.failure import CheckFailed
from django_health.network.cancellable_socket import CancellableSocket
from django_health.result import Outcome
from django_health.steps import Steps, completed
from django_health.targets import MemcachedTarget


class MemcachedCheck(BaseHealthCheck):
    """One Memcached server.

    Args:
        target: Where it is.
        timeout: Seconds for the run, and for every single wait in it.
    """

    details_are_final = True
    name = "cache"
    description = "Memcached: stats, then set, get and delete of a key of its own, compared"

    def __init__(self, target: MemcachedTarget, timeout: float) -> None:
        self.target = target.alias
        self.part = target.server
        self.timeout = timeout
        self._server = target
        self._item = OwnItem(own_key(target.key))
        self._socket = CancellableSocket()
        self._kept = KeptConnection(self._open, MemcachedSession.close, _is_broken)

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
            return (yield from self._kept.use_in_steps(self._ask))
        except EXPLAINED as error:
            raise failure_of(error) from None

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

    def _ask(self, session: MemcachedSession) -> Steps[Outcome]:
        session.ask_stats()
        yield session.awaited
        stats = session.hear_stats()
        details = stats.details()
        measurements = stats.measurements(self.target, self.part)
        try:
            seconds = yield from session.operations(self._item)
        except MemcacheUnexpectedCloseError:
            raise
        except (CheckFailed, *ANSWERS) as error:  # say what is known in spite of it
            failed = error if isinstance(error, CheckFailed) else failure_of(error)
            raise CheckFailed(
                failed.reason, str(failed), details=details, measurements=measurements
            ) from None
        details["operation_seconds"] = seconds
        figures = operation_figures(seconds, self.target, self.part)
        return Outcome(details=details, measurements=(*measurements, *figures))

    def _open(self) -> MemcachedSession:
        return MemcachedSession(self._socket, self._server, self.timeout)


def _is_broken(error: Exception) -> bool:
    """Whether a kept connection had ended before it was used."""
    return isinstance(error, MemcacheUnexpectedCloseError | ConnectionError)
