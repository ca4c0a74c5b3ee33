"""A command ends when it is told to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

import pytest

from django_health.terminal.signals import ending_at_signals


def _told_while_code_of_a_project_runs(signum: signal.Signals) -> None:
    try:
        os.kill(os.getpid(), signum)
        threading.Event().wait(20)
    except (Exception, SystemExit):  # noqa: BLE001 - as such code may
        pytest.fail("the signal was caught by somebody else")


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_program(signum: signal.Signals) -> None:
    """With the code that a shell would give it, also if the project catches a ``SystemExit``."""
    with pytest.raises(SystemExit) as ended, ending_at_signals():
        _told_while_code_of_a_project_runs(signum)
    assert ended.value.code == 128 + signum


def test_the_handlers_of_before_are_back() -> None:
    """Whatever became of the block."""
    before = signal.getsignal(signal.SIGTERM)
    with ending_at_signals():
        assert signal.getsignal(signal.SIGTERM) is not before
    with pytest.raises(KeyError), ending_at_signals():
        raise KeyError
    assert signal.getsignal(signal.SIGTERM) is before


def test_away_from_the_main_thread_nothing_changes() -> None:
    """No handler can be set there."""
    passed = []

    def run() -> None:
        with ending_at_signals():
            passed.append(True)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert passed == [True]


def test_it_says_nothing() -> None:
    """There is no traceback."""
    program = (
        "import os, signal\n"
        "from django_health.terminal.signals import ending_at_signals\n"
        "with ending_at_signals():\n"
        "    os.kill(os.getpid(), signal.SIGTERM)\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (143, b"", b"")
