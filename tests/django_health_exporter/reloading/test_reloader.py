"""Reloads one after the other."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator

import pytest

from django_health_exporter.reloading.failure import ReloadError
from django_health_exporter.reloading.reloader import ENDING, Reloader
from django_health_exporter.web.service import Reloaded

PATIENCE = 20.0


class Works:
    """Counts the reloads, each of which waits until it may go on."""

    def __init__(self) -> None:
        self.begun = threading.Semaphore(0)
        self.may_go_on = threading.Semaphore(0)
        self.count = 0
        self.error: BaseException | None = None

    def __call__(self) -> str:
        """Reload."""
        self.count += 1
        self.begun.release()
        assert self.may_go_on.acquire(timeout=PATIENCE)
        if self.error is not None:
            raise self.error
        return f"reload {self.count}"


@pytest.fixture
def reloader() -> Iterator[Reloader]:
    """One that ends with the test."""
    made = Reloader()
    yield made
    made.close(PATIENCE)


def test_requests_during_a_reload_share_the_next(reloader: Reloader) -> None:
    """The one under way may have read a file before it was changed."""
    works = Works()
    reloader.start(works)
    first = reloader.request()
    assert works.begun.acquire(timeout=PATIENCE)
    others = [reloader.request() for _ in range(5)]
    works.may_go_on.release(2)
    assert first.result(PATIENCE) == Reloaded(True, "reload 1")
    assert {other.result(PATIENCE) for other in others} == {Reloaded(True, "reload 2")}
    assert works.count == 2


def test_request_that_came_before_the_start(reloader: Reloader) -> None:
    """It is answered once there is somebody to do it."""
    asked, works = reloader.request(), Works()
    works.may_go_on.release()
    reloader.start(works)
    assert asked.result(PATIENCE).is_done


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (ReloadError("a reason"), "a reason"),
        (ValueError("canary"), "the configuration cannot be used: ValueError at test_reloader.py:"),
    ],
)
def test_failure(reloader: Reloader, error: Exception, line: str) -> None:
    """Its line is told, without a text that may be a secret, and the next one may do."""
    works = Works()
    works.error = error
    works.may_go_on.release(2)
    reloader.start(works)
    came = reloader.request().result(PATIENCE)
    assert not came.is_done
    assert came.line.startswith(line)
    assert "canary" not in came.line
    works.error = None
    assert reloader.request().result(PATIENCE).is_done


def test_end(reloader: Reloader) -> None:
    """Nobody who asked is left without an answer."""
    works = Works()
    reloader.start(works)
    under_way = reloader.request()
    assert works.begun.acquire(timeout=PATIENCE)
    waiting = reloader.request()
    reloader.close(0)
    works.may_go_on.release()
    assert under_way.result(PATIENCE).is_done
    assert waiting.result(PATIENCE) == ENDING


def test_nobody_can_cancel_an_answer(reloader: Reloader) -> None:
    """It is for others too, and giving it must not fail."""
    asked = reloader.request()
    assert not asked.cancel()


def test_signal(reloader: Reloader) -> None:
    """SIGHUP is a request, and in the end nothing: the process is told to end by others."""
    before = signal.getsignal(signal.SIGHUP)
    works = Works()
    try:
        reloader.listen()
        os.kill(os.getpid(), signal.SIGHUP)
        works.may_go_on.release()
        reloader.start(works)
        assert works.begun.acquire(timeout=PATIENCE)
        reloader.close(PATIENCE)
        os.kill(os.getpid(), signal.SIGHUP)
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)
