"""Secrets in files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from django_health.sources.secret_file import MAX_BYTES, secret_in
from django_health.targets import TargetError

CANARY = "canary-1d0e"


def test_the_line_end_is_not_a_part_of_it(tmp_path: Path) -> None:
    """Everything else is, also through a link as orchestrators make them."""
    (tmp_path / "password").write_text(" se cret \r\n")
    (tmp_path / "link").symlink_to("password")
    assert secret_in(str(tmp_path / "link"), "X") == " se cret "


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (None, r"cannot be read \(No such file or directory\)"),
        (b"\xff", "is not UTF-8 text"),
        (b"x" * (MAX_BYTES + 1), "of more than 65536 bytes"),
    ],
)
def test_what_cannot_be_used_is_named_by_its_place(
    content: bytes | None, text: str, tmp_path: Path
) -> None:
    """Neither its path nor its content is repeated."""
    path = tmp_path / CANARY
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(TargetError, match=f"^X names a file (that )?{text}$") as caught:
        secret_in(str(path), "X")
    assert CANARY not in str(caught.value)


def test_a_folder_or_a_null_character_is_no_file(tmp_path: Path) -> None:
    """The operating system's own words, without the path."""
    with pytest.raises(TargetError, match=r"cannot be read \(Is a directory\)"):
        secret_in(str(tmp_path), "X")
    with pytest.raises(TargetError, match=r"cannot be read \(Invalid argument\)"):
        secret_in(f"\0{CANARY}", "X")


@pytest.mark.timeout(20)
def test_a_pipe_or_a_device_is_not_waited_for(tmp_path: Path) -> None:
    """A pipe has perhaps no writer, and a device no end."""
    os.mkfifo(tmp_path / "pipe")
    for path in (str(tmp_path / "pipe"), "/dev/zero"):
        with pytest.raises(TargetError, match="no regular file"):
            secret_in(path, "X")
