"""The checks of an engine, so that one among many is found without looking at all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from django_health.check import names_of
from django_health.engine.flight import Slot


class Slots:
    """Checks with what is known of them, in the order of the report.

    Nothing is ever added to one: others may be reading it.

    Args:
        slots: What it holds.

    Attributes:
        checks: The checks themselves; the same tuple as long as they are the same.
        names: The components, each once.
    """

    def __init__(self, slots: Iterable[Slot] = ()) -> None:
        self._all = tuple(slots)
        self.checks = tuple(slot.check for slot in self._all)
        self.names = names_of(self.checks)
        self._by_target: dict[str, list[Slot]] = {}
        for slot in self._all:
            self._by_target.setdefault(slot.check.target, []).append(slot)

    def __iter__(self) -> Iterator[Slot]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def chosen(self, names: Collection[str] | None, target: str | None) -> list[Slot]:
        """Return those of some components, or of all, and of one target, or of all."""
        among = self._all if target is None else self._by_target.get(target, ())
        return [slot for slot in among if names is None or slot.check.name in names]
