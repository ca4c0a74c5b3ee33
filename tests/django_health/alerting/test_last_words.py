"""What is under way when the interpreter ends."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

PROGRAM = """
import sys, time
sys.path[:0] = [sys.argv[2]]
from django_health.alerting import HealthAlerting, last_words
from told_alerts import ERROR, report_of

last_words.LAST_WORDS = float(sys.argv[4])


class Slow:
    def send_alert(self, health_data):
        time.sleep(float(sys.argv[3]))
        open(sys.argv[1], "w").write(health_data["alerts"][0]["event"])


alerting = HealthAlerting([Slow()], ask=lambda: report_of(database=ERROR))
alerting.check_and_alert()
"""


def _run(told: Path, *seconds: float) -> None:
    support = str(Path(__file__).parents[2] / "support")
    arguments = [str(told), support, *map(str, seconds)]
    subprocess.run([sys.executable, "-c", PROGRAM, *arguments], check=True, timeout=60)


def test_messages_are_waited_for(tmp_path: Path) -> None:
    """A script that ends right after its look has told all the same."""
    _run(tmp_path / "told", 0.3, 30)
    assert (tmp_path / "told").read_text(encoding="utf-8") == "firing"


def test_a_channel_that_hangs_is_not(tmp_path: Path) -> None:
    """For longer than there is time."""
    begun = time.monotonic()
    _run(tmp_path / "told", 50, 0.1)
    assert time.monotonic() - begun < 40
    assert not (tmp_path / "told").exists()
