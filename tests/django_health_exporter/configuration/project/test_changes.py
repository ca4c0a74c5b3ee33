"""Django's own signal of changed settings."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import logging, sys
logging.basicConfig(format="%(levelname)s %(message)s", stream=sys.stdout)
from django.conf import Settings
from django.core.signals import setting_changed
from django_health_exporter.configuration.project.changes import tell
old, new = Settings("old_settings"), Settings("new_settings")
tell(old, new)
def heard(sender, setting, value, enter, **more):
    print(setting, value, enter)
    if setting == "SECOND":
        raise ValueError("canary")
setting_changed.connect(heard)
tell(old, new)
tell(None, new)
"""


def test_signal(tmp_path: Path) -> None:
    """It is sent for what is another, and what a receiver raises is told without its text."""
    odd = "class Odd:\n    def __eq__(self, other):\n        raise ValueError\nODD = Odd()\n"
    (tmp_path / "old_settings.py").write_text(f"SAME = GONE = 1\nFIRST = 1\n{odd}")
    (tmp_path / "new_settings.py").write_text(f"SAME = 1\nFIRST = 2\nSECOND = 3\n{odd}")
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    told = ended.stdout.splitlines()
    assert told[0] == "FIRST 2 True"
    assert told[1] == "GONE None True"
    assert told[2].startswith("ODD <")
    assert told[3] == "SECOND 3 True"
    assert told[4].startswith("SETTINGS_MODULE ") or told[4].startswith("WARNING a receiver of ")
    assert "canary" not in ended.stdout
    assert any("a receiver of the change of SECOND failed: ValueError at" in line for line in told)
