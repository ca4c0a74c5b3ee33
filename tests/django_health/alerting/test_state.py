"""The record in this process alone."""

from __future__ import annotations

import threading

from django_health.alerting.state import MemoryState

COUNT = 200


def test_it_remembers() -> None:
    """What one turn changes, the next one has."""
    state = MemoryState()
    with state.turn() as record:
        record.looker = "me"
    with state.turn() as record:
        assert record.looker == "me"


def test_one_at_a_time() -> None:
    """No change is lost."""
    state = MemoryState()

    def count() -> None:
        for _ in range(COUNT):
            with state.turn() as record:
                record.looked = record.looked + 1

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    with state.turn() as record:
        assert record.looked == 4 * COUNT
