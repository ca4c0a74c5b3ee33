"""The end: gently, at once, or when it takes too long."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest

CODE = """
import signal, sys, time
from django_health_exporter import ending
from django_health_exporter.ending import Ending
from django_health_exporter.logs import configure_logging
configure_logging("info", "logfmt")
ending.LAST_STEPS = {seconds}
end = Ending(lambda: print("stop", flush=True), lambda: print("abandon", flush=True), 0.1)
end.listen()
print("listening", flush=True)
{what}
"""
HANGING = "while True: time.sleep(1)"
PATIENCE = 30.0


class Process:
    """An interpreter that runs the code to be ended."""

    def __init__(self, what: str, seconds: float = 0.1) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", CODE.format(what=what, seconds=seconds)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.heard = self.process.stdout
        assert self.heard.readline() == "listening\n"

    def end(self) -> tuple[str, str]:
        """Wait for the end, with exit code 0; return what it says at the end, and its log."""
        try:
            told = self.process.communicate(timeout=PATIENCE)
        finally:
            self.process.kill()
        assert self.process.returncode == 0
        return told


@pytest.mark.parametrize("second", [signal.SIGTERM, signal.SIGINT])
def test_second_signal_ends_at_once(second: signal.Signals) -> None:
    """The first lets the daemon stop; with the second nothing more is waited for."""
    running = Process(HANGING)
    running.process.send_signal(signal.SIGTERM)
    assert running.heard.readline() == "stop\n"
    time.sleep(0.1)
    assert running.process.poll() is None
    running.process.send_signal(second)
    told, log = running.end()
    assert told == "abandon\n"
    assert 'msg="SIGTERM received, ending"' in log
    assert f'msg="{second.name} received once more, ending at once"' in log


@pytest.mark.parametrize("bound", ["bound", "bound_last_steps"])
def test_end_is_bounded(bound: str) -> None:
    """What hangs is left behind when the time is over, and the log says so."""
    told, log = Process(f"end.{bound}()\n{HANGING}").end()
    assert told == "abandon\n"
    assert "something hangs and keeps the daemon from ending" in log


def test_threads_that_hang_do_not_keep_it() -> None:
    """The interpreter would wait for a thread that is no daemon."""
    thread = "import threading; threading.Thread(target=threading.Event().wait).start()"
    told, _ = Process(f"end.bound()\n{thread}").end()
    assert told == "abandon\n"


def test_end_that_does_not_hang_is_nobodys_business() -> None:
    """Then nothing is left behind."""
    told, log = Process("end.bound()", PATIENCE).end()
    assert (told, log) == ("", "")
