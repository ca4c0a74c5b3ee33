"""The program as a whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SETTINGS = """
import threading

def fail():
    raise RuntimeError("canary")

thread = threading.Thread(target=fail)
thread.start()
thread.join()
"""


def test_no_text_of_an_exception_is_told_from_the_first_moment_on(tmp_path: Path) -> None:
    """Also of a thread that is started while the settings are imported."""
    (tmp_path / "threaded.py").write_text(SETTINGS, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "django_health_exporter", "--config.check"],
        cwd=tmp_path,
        env={"DJANGO_SETTINGS_MODULE": "threaded"},
        capture_output=True,
        check=True,
    )
    assert b"a thread of the project failed: RuntimeError at threaded.py:5" in run.stderr
    assert b"canary" not in run.stderr
