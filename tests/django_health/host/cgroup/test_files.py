from __future__ import annotations

from pathlib import Path

import pytest

from django_health.host.cgroup.files import figures, number, text, whole
from django_health.host.kernel_file import KernelFile


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        ("0", 0),
        ("536870912", 536870912),
        ("18446744073709551615", 2**64 - 1),
        ("max", None),
        ("-1", None),
        ("1.5", None),
        ("", None),
        (None, None),
        ("9" * 5000, None),
        ("1_000", None),
    ],
)
def test_whole_numbers(figure: str | None, value: int | None) -> None:
    """Digits alone are a number; what stands for no limit, and garbage, are none."""
    assert whole(figure) == value


def test_file_of_one_number(tmp_path: Path) -> None:
    """The newline at the end does not matter."""
    (tmp_path / "memory.max").write_text("4096\n")
    assert number(KernelFile(tmp_path / "memory.max")) == 4096


def test_file_of_lines(tmp_path: Path) -> None:
    """Lines of a name and a number are read, others are passed over."""
    (tmp_path / "stat").write_text("anon 12\nbroken\nfile x\n\nsome avg10=0 total=5\noom_kill 3\n")
    assert figures(KernelFile(tmp_path / "stat")) == {"anon": 12, "oom_kill": 3}


def test_what_cannot_be_read_is_not_known(tmp_path: Path) -> None:
    """A missing file and a folder in its place are no figures, and no errors."""
    missing = KernelFile(tmp_path / "missing")
    assert text(missing) is None
    assert text(KernelFile(tmp_path)) is None
    assert number(missing) is None
    assert figures(missing) == {}


def test_bytes_that_are_no_text_are_no_figures(tmp_path: Path) -> None:
    """Garbage of any kind gives no figure."""
    (tmp_path / "garbage").write_bytes(b"\xff\x00 12\n\xc3\xa9 \xd9\xa3\n")
    garbage = KernelFile(tmp_path / "garbage")
    assert number(garbage) is None
    assert "12" not in figures(garbage)
