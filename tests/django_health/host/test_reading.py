from __future__ import annotations

from pathlib import Path

import pytest

from django_health.failure import CheckFailed
from django_health.host.reading import Reading
from django_health.result import Reason


def test_missing_file_is_unavailable(tmp_path: Path) -> None:
    """A missing file does not pass for a refused connection, and its place is not told."""
    with pytest.raises(CheckFailed) as caught, Reading("/proc/stat"):
        (tmp_path / "canary").read_text()
    assert caught.value.reason is Reason.UNAVAILABLE
    assert str(caught.value) == "/proc/stat cannot be read (ENOENT)"


def test_denied_file_is_a_matter_of_permission() -> None:
    """Where the system denies access, the reason says so."""
    with pytest.raises(CheckFailed, match="EACCES") as caught, Reading("/proc/stat"):
        raise PermissionError(13, "canary")
    assert caught.value.reason is Reason.PERMISSION
    assert "canary" not in str(caught.value)


def test_unknown_error_number_has_words() -> None:
    """An error without a number is told all the same."""
    with pytest.raises(CheckFailed, match=r"\(unknown error\)"), Reading("/proc/stat"):
        raise OSError


def test_other_errors_stay_what_they_are() -> None:
    """A file that says nonsense can be read."""
    with pytest.raises(ValueError, match="nonsense"), Reading("/proc/stat"):
        raise ValueError("nonsense")
