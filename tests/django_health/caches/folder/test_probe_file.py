"""The probe's own file."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from django_health.caches.folder import probe_file
from django_health.caches.folder.probe_file import (
    LEFT_OVER_AFTER,
    PREFIX,
    probe,
    remove_if_left_over,
)
from django_health.failure import CheckFailed
from django_health.result import Reason


def test_a_probe_is_timed_and_leaves_nothing(tmp_path: Path) -> None:
    """Set, get and delete."""
    seconds = probe(str(tmp_path))
    assert list(seconds) == ["set", "get", "delete"]
    assert min(seconds.values()) > 0
    assert list(tmp_path.iterdir()) == []


def test_a_failing_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fills up between making and renaming the file."""

    def full(_old: str, _new: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        probe(str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_another_content_is_a_wrong_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system that gives back something else."""
    monkeypatch.setattr(os, "read", lambda *_: b"other")
    with pytest.raises(CheckFailed) as caught:
        probe(str(tmp_path))
    assert caught.value.reason is Reason.WRONG_ANSWER
    assert list(tmp_path.iterdir()) == []


def test_only_an_old_file_is_left_over(tmp_path: Path) -> None:
    """A fresh one may be that of another exporter at work."""
    for name, age in (("old", LEFT_OVER_AFTER + 60), ("fresh", LEFT_OVER_AFTER - 60)):
        path = tmp_path / f"{probe_file.PREFIX}{name}.tmp"
        path.touch()
        os.utime(path, (time.time() - age,) * 2)
    with os.scandir(tmp_path) as entries:
        for entry in entries:
            remove_if_left_over(entry, time.time())
    assert [path.name for path in tmp_path.iterdir()] == [f"{PREFIX}fresh.tmp"]
