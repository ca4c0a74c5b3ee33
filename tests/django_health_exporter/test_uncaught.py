"""What nobody caught is told without its text."""

from __future__ import annotations

import subprocess
import sys

import pytest

SETUP = """
import threading
from django_health_exporter.logs import configure_logging
from django_health_exporter.uncaught import tell_without_text
tell_without_text()
{logging}
def fail(*_):
    raise RuntimeError("canary")
class Careless:
    __del__ = fail
"""
LOGGING = ("", 'configure_logging("error", "logfmt")')
CODE = {
    "the daemon failed: RuntimeError at": "fail()",
    "a thread of the project failed: RuntimeError at": "threading.Thread(target=fail).start()",
    "an exception was passed over: RuntimeError at": "Careless()",
}


def _stderr(code: str) -> str:
    # It is run from a file: the place of what stands in a string is not told.
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    return run.stderr.decode()


@pytest.mark.parametrize("logging", LOGGING)
@pytest.mark.parametrize(("told", "code"), CODE.items())
def test_it_is_told_by_its_type(told: str, code: str, logging: str) -> None:
    """In the main thread, in others and in ``__del__``, before and after the log begins."""
    stderr = _stderr(SETUP.format(logging=logging) + code)
    assert told.removesuffix(" at") in stderr
    assert "canary" not in stderr
    assert "Traceback" not in stderr


def test_a_thread_may_end_itself() -> None:
    """As Python has it, that is nothing to tell."""
    code = "import sys\nthreading.Thread(target=lambda: sys.exit('canary')).start()"
    assert _stderr(SETUP.format(logging="") + code) == ""
