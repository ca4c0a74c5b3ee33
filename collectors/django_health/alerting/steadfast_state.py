"""Goes on with what is remembered here while the place where it is kept cannot be used.

That place may be what is ill. Better to tell something twice than not at all.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django_health.alerting.bounded_state import BoundedState
from django_health.alerting.record import Record, decoded, encoded
from django_health.alerting.state import AlertState, MemoryState, StateError

logger = logging.getLogger(__name__)


class SteadfastState(AlertState):
    """Keeps a copy in memory, which takes over while the state fails.

    Args:
        state: Where it is kept.

    Attributes:
        works: Whether it could be used the last time.
    """

    def __init__(self, state: AlertState) -> None:
        self._state = state if isinstance(state, MemoryState) else BoundedState(state)
        self._copy = MemoryState()
        self.works = True

    @contextmanager
    def turn(self) -> Iterator[Record]:
        """Give the record to change; raises nothing of its own."""
        with self._copy.turn() as copy, ExitStack() as stack:
            try:
                record = stack.enter_context(self._state.turn())
            except StateError as error:
                self._fails(error)
                yield copy
                return
            if not self.works and copy.looked > record.looked:
                _fill(record, copy)
            yield record
            _fill(copy, record)
            try:
                stack.close()
            except StateError as error:
                self._fails(error)
            else:
                self._works()

    def _fails(self, error: StateError) -> None:
        if self.works:
            self.works = False
            logger.warning(
                "alerting: %s; it goes on with what it remembers, and may tell something twice",
                error,
            )

    def _works(self) -> None:
        if not self.works:
            self.works = True
            logger.info("alerting: what was told can be kept again")


def _fill(record: Record, other: Record) -> None:
    """Have a record say what another one says, with nothing in common."""
    known = decoded(encoded(other))
    for name in Record.__struct_fields__:
        setattr(record, name, getattr(known, name))
