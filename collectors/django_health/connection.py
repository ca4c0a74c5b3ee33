"""One connection to one target: opened when first needed, reused, replaced when broken or old."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from django_health.steps import Steps

C = TypeVar("C")
T = TypeVar("T")

MAX_AGE = 600.0
"""Seconds after which a connection is replaced, to prove password and address again."""


class KeptConnection(Generic[C]):
    """Keeps at most one connection between the runs of a check.

    Not safe for concurrent use; the engine never runs a check twice at a time.

    Args:
        connect: Opens a connection; it must bound its own time.
        close: Closes one; called also for broken ones, must not block.
        is_broken: Whether an error says that a *kept* connection was dead before it was used (the
            server restarted, a firewall forgot it). Then a new one is opened and asked at once,
            because the truth about the server is what a new connection hears. A timeout is not
            such an error: asking twice would take the time twice.
        max_age: Seconds after which a connection is replaced.
        clock: Monotonic seconds.
    """

    def __init__(
        self,
        connect: Callable[[], C],
        close: Callable[[C], object],
        is_broken: Callable[[Exception], bool],
        *,
        max_age: float = MAX_AGE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._connect = connect
        self._close = close
        self._is_broken = is_broken
        self._max_age = max_age
        self._clock = clock
        self._opened = 0.0
        self.current: C | None = None
        """The connection now kept or in use; for :meth:`BaseHealthCheck.cancel` to shut down."""

    @property
    def count(self) -> int:
        """How many connections are open now: one or none."""
        return int(self.current is not None)

    def use(self, ask: Callable[[C], T]) -> T:
        """Return what ``ask`` returns, on the kept connection or a new one.

        After any error the connection is closed and forgotten, since its state is not known.
        """
        if (kept := self._young()) is not None:
            try:
                return self._asked(ask, kept)
            except Exception as error:
                if not self._is_broken(error):
                    raise
        return self._asked(ask, self._open())

    def use_in_steps(self, ask: Callable[[C], Steps[T]]) -> Steps[T]:
        """Do what :meth:`use` does, with waits where ``ask`` has them."""
        kept = self._young()
        connection = self._open() if kept is None else kept
        while True:
            try:
                return (yield from ask(connection))
            except BaseException as error:
                self.close()
                if kept is None or not isinstance(error, Exception) or not self._is_broken(error):
                    raise
            kept = None
            connection = self._open()

    def _young(self) -> C | None:
        """What is kept, unless it is too old."""
        if self.current is not None and self._clock() - self._opened >= self._max_age:
            self.close()
        return self.current

    def _open(self) -> C:
        self.current = self._connect()
        self._opened = self._clock()
        return self.current

    def _asked(self, ask: Callable[[C], T], connection: C) -> T:
        try:
            return ask(connection)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close what is kept, if anything."""
        connection, self.current = self.current, None
        if connection is not None:
            self._close(connection)
