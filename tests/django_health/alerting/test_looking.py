"""Looking again and again."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from django_health.alerting import looking as module
from django_health.alerting.looking import Looking
from django_health.errors import HealthCheckError
from sample_checks import eventually

WAIT = 20.0


class Looks:
    """Counts looks, and gives or raises what a test wants."""

    def __init__(self, *outcomes: float | Exception | None) -> None:
        self.outcomes = list(outcomes)
        self.count = 0

    def __call__(self) -> float | None:
        """Look."""
        self.count += 1
        outcome = self.outcomes.pop(0) if self.outcomes else None
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


@contextmanager
def _run(looks: Looks, interval: float) -> Iterator[None]:
    looking = Looking(looks, interval)
    thread = threading.Thread(target=looking.run)
    thread.start()
    try:
        yield
    finally:
        looking.end()
        thread.join(WAIT)
        assert not thread.is_alive()


def test_it_looks_at_once_and_then_at_the_interval() -> None:
    """Until it is told to end, for which nobody has to wait."""
    looks, begun = Looks(), time.monotonic()
    with _run(looks, 3600):
        eventually(lambda: looks.count == 1)
    assert looks.count == 1
    assert time.monotonic() - begun < WAIT
    with _run(often := Looks(), 0.01):
        eventually(lambda: often.count > 3)


def test_it_looks_sooner_where_something_may_become_certain(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """But not in a hurry, and never later than at the interval."""
    monkeypatch.setattr(module, "SOONEST", 0.01)
    with _run(looks := Looks(0.0, 0.02, 9999), 3600):
        eventually(lambda: looks.count == 3)
    with _run(often := Looks(9999), 0.01):
        eventually(lambda: often.count > 1)


def test_errors_end_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """Each is told once for as long as it is the same; no text of others' errors is."""
    setting = HealthCheckError("HEALTH_CHECK: no")
    looks = Looks(setting, setting, KeyError("hunter2"), KeyError("hunter2"), None, setting)
    with _run(looks, 0.01):
        eventually(lambda: looks.count > 6)
    assert [text.partition("looked at: ")[2].partition(" at ")[0] for text in caplog.messages] == [
        "HEALTH_CHECK: no",
        "KeyError",
        "HEALTH_CHECK: no",
    ]
