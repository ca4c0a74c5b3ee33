"""The end of the process."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from django_health_exporter.cli.leaving import bound_end, bounded_reading
from live_exporter import run_command

THREAD_THAT_STAYS = """
import threading, time
SECRET_KEY = "only-for-tests"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "a.sqlite3"}}
threading.Thread(target=time.sleep, args=(100,)).start()
"""


@pytest.mark.parametrize(("code", "number"), [(0, 0), (3, 3), (None, 0), ("words", 1)])
def test_the_end_is_bounded(code: object, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the code that a ``SystemExit`` means."""
    monkeypatch.setattr("logging.disable", lambda _level: None)
    left, codes = threading.Event(), []

    def leave(number: int) -> None:
        codes.append(number)
        left.set()

    bound_end(code, 0.01, leave)
    assert left.wait(20)
    assert codes == [number]


def test_a_configuration_that_is_read_in_time_ends_nothing() -> None:
    """However long the command takes afterwards."""
    codes: list[int] = []
    with bounded_reading(seconds=0.05, leave=codes.append):
        pass
    time.sleep(0.15)
    assert codes == []


def test_a_configuration_that_hangs_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    """In a line, with the exit code for that."""
    left, codes = threading.Event(), list[int]()

    def leave(code: int) -> None:
        codes.append(code)
        left.set()

    with bounded_reading(seconds=0.01, leave=leave):
        assert left.wait(20)
    assert codes == [2]
    assert capfd.readouterr().err == (
        "Error: the configuration was not read within 0.01 s: what hangs is code of the project, "
        "like its settings module\n"
    )


def test_a_thread_of_the_project_does_not_keep_a_command(tmp_path: Path) -> None:
    """It ends with its own code, long before the thread would."""
    (tmp_path / "staying.py").write_text(THREAD_THAT_STAYS, encoding="utf-8")
    begun = time.monotonic()
    run = run_command(
        tmp_path, "check", "--only=configuration/settings", DJANGO_SETTINGS_MODULE="staying"
    )
    assert time.monotonic() - begun < 50
    assert run.returncode == 1
    assert "warning  configuration/settings" in run.stdout
