"""What is missing is named before anything starts, and parts by every name that people know."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from deploy.stack.errors import StackError
from deploy.stack.names import ALERTS, ALIASES, part_called
from deploy.stack.places import ROOT


def test_all_that_is_missing_is_told_in_one_line(tmp_path: Path) -> None:
    """With the command that installs it, and nothing is left behind."""
    code = (
        "import sys; from deploy.stack import programs; programs._find = lambda name: None\n"
        f"sys.argv[1:] = ['--directory={tmp_path / 'run'}', 'up']\n"
        "from deploy.stack.__main__ import main; sys.exit(main())"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert answer.returncode == 1
    assert answer.stderr.count("\n") == 1
    assert "apt-get install mariadb-server memcached postgresql" in answer.stderr
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("name", [*ALERTS, *ALIASES])
def test_every_name_means_a_part(name: str) -> None:
    """Those of programs, and those that the project's developers use."""
    assert part_called(name) in ALERTS


@pytest.mark.parametrize("name", ["", "nonsense", "../redis", "redis\n"])
def test_what_is_no_name_is_told(name: str) -> None:
    """With the names that there are."""
    with pytest.raises(StackError, match="postgresql"):
        part_called(name)
