"""Where the record is kept between two looks: here, in this process alone."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from django_health.alerting.record import Record
from django_health.errors import HealthCheckError

PATIENCE = 2.0
"""Seconds to wait for the others' turn to end."""


class StateError(HealthCheckError):
    """What is remembered cannot be read or kept; one line says why, without anything secret."""


class AlertState(ABC):
    """Keeps a record, and lets one at a time change it.

    Attributes:
        place: Where it is kept, as errors call it.
    """

    place = "what was told"

    @abstractmethod
    def turn(self) -> AbstractContextManager[Record]:
        """Give the record to change, for a moment; it is kept when the context ends.

        Raises:
            StateError: It cannot be read or kept.
        """

    def leave(self) -> None:  # noqa: B027 - most have nothing to give back
        """Close what this thread alone has open: it ends."""


class MemoryState(AlertState):
    """Keeps it in this process: a restart begins anew, and tells again what is wrong."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._record = Record()

    @contextmanager
    def turn(self) -> Iterator[Record]:
        """Give the record to change."""
        with self._lock:
            yield self._record
