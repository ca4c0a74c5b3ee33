"""One attempt to read the configuration again."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from django_health_exporter.configuration.config import Config, Flags, load
from django_health_exporter.reloading.attempt import Attempt
from django_health_exporter.reloading.failure import ReloadError
from sample_checks import eventually

PATIENCE = 20.0
SOON = 0.05
NAME = "ATTEMPT_VARIABLE"


class Hanging:
    """Reads the configuration when it may go on, and changes the environment before and after."""

    def __init__(self) -> None:
        self.may_go_on = threading.Event()

    def __call__(self, flags: Flags, environ: Any, **more: Any) -> Config:
        """Read."""
        os.environ[NAME] = "before"
        assert self.may_go_on.wait(PATIENCE)
        os.environ[NAME] = "after"
        return load(flags, environ, **more)


@pytest.fixture
def hanging() -> Iterator[Hanging]:
    """One that has ended with the test."""
    made = Hanging()
    yield made
    made.may_go_on.set()
    os.environ.pop(NAME, None)


def test_good_configuration(tmp_path: Path) -> None:
    """It is returned; checks that go on are those that were given."""
    path = tmp_path / "health.yaml"
    path.write_text("databases: {default: {url: 'postgres://h/x'}}", encoding="utf-8")
    flags = Flags(path, collectors={"system": False})
    first = Attempt(flags, ())
    known = first.read(PATIENCE).checks
    first.keep()
    second = Attempt(flags, known)
    assert second.read(PATIENCE).checks[0] is known[0]
    second.undo()


def test_bad_configuration(tmp_path: Path) -> None:
    """The reason is told, and the attempt has ended."""
    path = tmp_path / "health.yaml"
    path.write_text("nonsense: 1", encoding="utf-8")
    attempt = Attempt(Flags(path), ())
    with pytest.raises(ReloadError, match="unknown key 'nonsense'"):
        attempt.read(PATIENCE)
    eventually(lambda: attempt.hangs_for is None)


def test_attempt_that_hangs(hanging: Hanging) -> None:
    """It is given up; whenever it ends, nothing of it stays."""
    attempt = Attempt(Flags(), (), hanging)
    with pytest.raises(ReloadError, match=r"takes more than 0.05 s \(test_attempt.py:\d+\)"):
        attempt.read(SOON)
    assert NAME not in os.environ
    assert (attempt.hangs_for or 0) >= SOON
    assert attempt.place.startswith(" (test_attempt.py:")
    hanging.may_go_on.set()
    eventually(lambda: attempt.hangs_for is None)
    assert NAME not in os.environ
    assert attempt.place == ""


def test_attempt_that_is_undone(hanging: Hanging) -> None:
    """What it did to the process is taken back, unless it was kept."""
    hanging.may_go_on.set()
    for is_kept in (False, True):
        attempt = Attempt(Flags(), (), hanging)
        attempt.read(PATIENCE)
        assert os.environ[NAME] == "after"
        (attempt.keep if is_kept else attempt.undo)()
        assert (NAME in os.environ) is is_kept


def test_no_thread_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """That is told, and nothing is changed."""

    def fail(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("django_health_exporter.reloading.attempt.start_daemon", fail)
    with pytest.raises(ReloadError, match="no thread can be started"):
        Attempt(Flags(), ()).read(PATIENCE)
