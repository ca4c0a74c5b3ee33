"""What an engine takes over from the one whose place it takes."""

from __future__ import annotations

from collections.abc import Iterable

from django_health.check import BaseHealthCheck
from django_health.engine.flight import Slot


def slots_of(checks: Iterable[BaseHealthCheck], before: Iterable[Slot] = ()) -> list[Slot]:
    """Return the slots of an engine's checks, with what an engine of before knows of them.

    A check that is the very same object keeps its slot: its run under way, its answer and its
    connection. Any other that stands in the same place begins anew, since it may ask something
    else; but it is known when the place was well the last time, so that nothing seems to have
    never been well, and how it was, so that only a change of that is told to the log.

    Args:
        checks: What is to be asked.
        before: The slots of the engine of before; they stay as they are.
    """
    known = {slot.check.label: slot for slot in before}
    if not known:
        return [Slot(check) for check in checks]
    return [_slot_of(check, known.get(check.label)) for check in checks]


def _slot_of(check: BaseHealthCheck, before: Slot | None) -> Slot:
    if before is None:
        return Slot(check)
    if before.check is check:
        return before
    return Slot(check, before=before.known, last_success=before.last_success)
