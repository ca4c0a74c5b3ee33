"""Which files can be read again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from django_health_exporter.reloading.failure import ReloadError
from django_health_exporter.reloading.sources import expect_readable_again


def test_files(tmp_path: Path) -> None:
    """A file, none, and one that is not there, which its reader complains of."""
    path = tmp_path / "health.yaml"
    expect_readable_again(None)
    expect_readable_again(path)
    path.touch()
    expect_readable_again(path)


def test_pipes(tmp_path: Path) -> None:
    """They are empty once they were read."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with pytest.raises(ReloadError, match=r"pipe: is no file that can be read again: restart"):
        expect_readable_again(path)
