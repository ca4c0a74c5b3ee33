"""Threads of the engine."""

from __future__ import annotations

import threading

from django_health.engine.threads import start_daemon


def test_a_thread_keeps_no_process_alive() -> None:
    """It has begun when it is returned, and its name tells what it is."""
    seen: list[tuple[str, bool]] = []

    def note() -> None:
        seen.append((threading.current_thread().name, threading.current_thread().daemon))

    start_daemon(note, "health-sample").join(20)
    assert seen == [("health-sample", True)]
