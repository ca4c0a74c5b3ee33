"""Answers that cannot be written."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

from django_health_exporter.cli.writing import UnwrittenError, writing


def test_a_full_disk_is_a_line() -> None:
    """In the system's words."""
    with pytest.raises(UnwrittenError, match="written: No space left"), writing(StringIO()):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_pipe_that_nobody_reads() -> None:
    """It is for the program's end to be quiet about."""
    with pytest.raises(BrokenPipeError), writing(StringIO()):
        raise BrokenPipeError


@pytest.mark.parametrize(
    "words",
    [
        ["targets"],
        ["doctor"],
        ["grants", "--kind=redis"],
        ["config", "schema"],
        ["config", "check"],
        ["config", "--help"],
        ["completion", "bash"],
        ["watch", "--only=system/uptime"],
        ["serve", "--config.check"],
        ["check", "--help"],
        ["--help"],
        ["--version"],
    ],
)
def test_commands(tmp_path: Path, words: list[str]) -> None:
    """One line and exit code 2."""
    with Path("/dev/full").open("wb") as full:
        run = subprocess.run(
            [sys.executable, "-W", "error", "-m", "django_health_exporter", *words],
            cwd=tmp_path,
            env={},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert run.returncode == 2, run.stderr
    assert run.stderr == "Error: the answer cannot be written: No space left on device\n"
