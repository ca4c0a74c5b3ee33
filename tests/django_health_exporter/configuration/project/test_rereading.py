"""Settings are read once more, each case in a process of its own: they are the process's.

What comes of it in the daemon is told in tests/end_to_end/test_reload_django.py.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BEGIN = """
import os, sys, threading, time
from pathlib import Path
from django_health import process_environment
from django_health.settings.validation import InvalidDocument
from django_health_exporter.configuration.django_project import load_settings
from django_health_exporter.configuration.project.rereading import GivenUpError, Rereading

def write(text):
    Path("reread_base.py").write_text(text)

write("VALUE = 1; HEALTH_CHECK = {'A': 1}; TIME_ZONE = 'UTC'")
Path("reread_settings.py").write_text("from reread_base import *")
load_settings("reread_settings", ".")
from django.conf import settings

def state():
    return (
        settings.VALUE,
        sys.modules["reread_base"].VALUE,
        os.environ.get("FROM_FILE"),
        os.environ["TZ"],
        list(sys.path),
        process_environment._held is None,
    )

before = state()
"""


def _told(tmp_path: Path, program: str) -> list[str]:
    command = [sys.executable, "-W", "error", "-c", BEGIN + program]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout.splitlines()


def test_new_settings_are_in_force(tmp_path: Path) -> None:
    """From the end of the reading on; what is kept cannot be undone by a late end of it."""
    program = """
write("VALUE = 2; HEALTH_CHECK = {'A': 2}")
reading = Rereading()
print(settings.VALUE)
print(reading.read("reread_settings", "."), settings.VALUE)
reading.keep()
print(state()[:2], state()[-1], reading.is_over)
"""
    assert _told(tmp_path, program) == ["1", "{'A': 2} 2", "(2, 2) True True"]


@pytest.mark.parametrize(
    "text",
    [
        "VALUE = 2; raise ValueError",
        "VALUE = 2; import os, sys; os.environ['FROM_FILE'] = 'x'; sys.path.append('/x'); 1/0",
        "VALUE = 2; TIME_ZONE = 'No/Where'",
        "VALUE = 2; INSTALLED_APPS = 3",
        "VALUE = (",
    ],
)
def test_failure_leaves_everything_as_it_was(tmp_path: Path, text: str) -> None:
    """Modules, settings, environment, import path, time zone; the next reading may do."""
    program = f"""
write({text!r})
reading = Rereading()
try:
    reading.read("reread_settings", ".")
except InvalidDocument as error:
    print("cannot be imported" in str(error))
reading.undo()
print(state() == before)
write("VALUE = 3; HEALTH_CHECK = {{}}")
reading = Rereading()
reading.read("reread_settings", ".")
reading.keep()
print(state()[:2])
"""
    assert _told(tmp_path, program) == ["True", "True", "(3, 3)"]


def test_settings_in_force_are_undone(tmp_path: Path) -> None:
    """Also after they were put in force, when something else of the configuration is bad."""
    program = """
write("VALUE = 2; TIME_ZONE = 'America/Chicago'; DATABASES = {'default': {}, 'x': {}}")
from django.db import connections
print(list(connections))
reading = Rereading()
reading.read("reread_settings", ".")
print(settings.VALUE, list(connections), time.tzname[0])
reading.undo()
print(state() == before, list(connections), time.tzname[0])
"""
    assert _told(tmp_path, program) == [
        "['default']",
        "2 ['default', 'x'] CST",
        "True ['default'] UTC",
    ]


def test_reading_that_is_given_up(tmp_path: Path) -> None:
    """It goes on in its thread, and changes nothing any more; what it left is undone."""
    program = """
write(
    "import os, time, pathlib; VALUE = 2; pathlib.Path('begun').touch()\\n"
    "while not pathlib.Path('go').exists(): time.sleep(0.01)\\n"
    "os.environ['FROM_FILE'] = 'late'; import reread_late"
)
Path("reread_late.py").touch()
reading = Rereading()
def read():
    try:
        reading.read("reread_settings", ".")
    except GivenUpError:
        print("given up")
    reading.undo()
thread = threading.Thread(target=read)
thread.start()
while not Path("begun").exists():
    time.sleep(0.01)
reading.undo()
print(state() == before)
Path("go").touch()
thread.join(20)
print(state() == before, "reread_late" in sys.modules)
try:
    reading.keep()
except GivenUpError:
    print("not kept")
"""
    assert _told(tmp_path, program) == ["True", "given up", "True False", "not kept"]


def test_what_the_settings_put_into_the_environment(tmp_path: Path) -> None:
    """It is taken out before they are read again, which nobody notices meanwhile."""
    program = """
take = "import os; os.environ.setdefault('FROM_FILE', {!r}); VALUE = os.environ['FROM_FILE']"
for value in ("first", "second"):
    write(take.format(value))
    reading = Rereading()
    held = process_environment.in_force().get("FROM_FILE")
    print(os.environ.get("FROM_FILE"), held)
    reading.read("reread_settings", ".")
    reading.keep()
    print(settings.VALUE)
"""
    assert _told(tmp_path, program) == ["None None", "first", "None first", "second"]


def test_applications_that_are_being_loaded(tmp_path: Path) -> None:
    """They are waited for, and the reading fails where that takes too long."""
    program = """
from django_health.project import loading_held_off
from django_health_exporter.configuration.project import rereading
rereading.PATIENCE = 0.05
reading = Rereading()
with loading_held_off():
    try:
        reading.read("reread_settings", ".")
    except InvalidDocument as error:
        print(error)
reading.undo()
print(state() == before)
"""
    assert _told(tmp_path, program) == [
        "the applications are still being loaded: reload later",
        "True",
    ]


def test_import_path_does_not_grow(tmp_path: Path) -> None:
    """Settings put their folders on it each time that they are read; each is there once."""
    program = """
for value in range(3):
    write(f"VALUE = {value}; import sys; sys.path.insert(0, 'applications')")
    reading = Rereading()
    reading.read("reread_settings", ".")
    reading.keep()
print(sys.path.count("applications"), [path for path in before[4] if path not in sys.path])
"""
    assert _told(tmp_path, program) == ["1 []"]
