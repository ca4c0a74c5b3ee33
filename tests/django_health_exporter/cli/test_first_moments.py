"""The first moments of the program."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from django_health_exporter.cli.first_moments import exit_code_for
from live_exporter import run_in_shell

TELLS_ITSELF = """
import os, sys

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == os.environ["AT"]:
            os.kill(os.getpid(), int(os.environ["SIGNAL"]))

sys.meta_path.insert(0, Finder())
"""


ONE_CHECK = ("check", "--only=system/uptime", "--django.settings=shop")

TELLS_THRESHOLDS = """
import atexit, gc

atexit.register(lambda: print(*gc.get_threshold()))
"""


@pytest.mark.parametrize(
    "at",
    [
        "click",
        "django_health_exporter.cli.program",
        "django_health_exporter.configuration.config",
        "django_health.engine",
    ],
)
@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("command", ["check", "wait", "watch", "serve"])
def test_told_to_end_while_it_is_loaded(
    command: str, signum: signal.Signals, at: str, tmp_path: Path
) -> None:
    """It ends without a word, and with the code that it would have later."""
    (tmp_path / "sitecustomize.py").write_text(TELLS_ITSELF)
    run = subprocess.run(
        [sys.executable, "-m", "django_health_exporter", command],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path), "AT": at, "SIGNAL": str(int(signum))},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    code = 0 if command in ("watch", "serve") else 128 + signum
    assert (run.returncode, run.stdout, run.stderr) == (code, "", "")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 0),
        (["--web.listen-address=:0"], 0),
        (["serve"], 0),
        (["watch", "--interval=1"], 0),
        (["check"], 143),
        (["wait", "watch"], 143),
    ],
)
def test_the_code_is_that_of_the_command(arguments: list[str], code: int) -> None:
    """To be told to end is how some of them end well; flags alone are those of ``serve``."""
    assert exit_code_for(signal.SIGTERM, arguments) == code


def test_closed_streams_are_no_sockets(tmp_path: Path) -> None:
    """What a command opens first would be written to as if it were stdout or stderr."""
    (tmp_path / "shop.py").write_text(
        "import os\n"
        "for number in range(3):\n"
        f"    assert os.fstat(number).st_rdev == {Path(os.devnull).stat().st_rdev}, number\n"
    )
    assert run_in_shell(tmp_path, " ".join(ONE_CHECK), "<&- >&- 2>&-") == (0, "")


@pytest.mark.parametrize(
    ("settings", "thresholds"),
    [
        ("", (gc.get_threshold()[0], 100, gc.get_threshold()[2])),
        ("import gc; gc.set_threshold(800, 7, 9)", (800, 7, 9)),
    ],
)
def test_old_objects_are_looked_at_seldom(
    settings: str, thresholds: tuple[int, int, int], tmp_path: Path
) -> None:
    """Unless the project wants it otherwise; young ones are looked at as often as Python does."""
    (tmp_path / "sitecustomize.py").write_text(TELLS_THRESHOLDS)
    (tmp_path / "shop.py").write_text(settings)
    run = subprocess.run(
        [sys.executable, "-m", "django_health_exporter", *ONE_CHECK],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.stdout.splitlines()[-1] == " ".join(map(str, thresholds))
