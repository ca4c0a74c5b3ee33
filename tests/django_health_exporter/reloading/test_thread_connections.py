"""Connections that checks of the project open through Django, in a process that has a project."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys, threading
from django_health_exporter.reloading.thread_connections import close_of_this_thread
close_of_this_thread()
from django.conf import settings
entry = {"ENGINE": "django.db.backends.sqlite3", "NAME": sys.argv[1]}
settings.configure(DATABASES={"default": entry})
from django.db import connections
def ask():
    own = connections["default"]
    own.cursor().execute("SELECT 1")
    close_of_this_thread()
    print(own.connection)
others = connections["default"]
others.cursor().execute("SELECT 1")
thread = threading.Thread(target=ask)
thread.start()
thread.join(20)
print("closed" if others.connection is None else "open")
"""

REMOVED = """
import os, sys, threading
from pathlib import Path
from django_health_exporter.configuration.django_project import load_settings
from django_health_exporter.configuration.project.rereading import Rereading
from django_health_exporter.reloading.thread_connections import close_of_this_thread
entry = {"ENGINE": "django.db.backends.sqlite3", "NAME": sys.argv[1]}
def write(**databases):
    Path("thread_settings.py").write_text(f"SECRET_KEY = 'x'; DATABASES = {databases!r}")
write(default=entry, removed=entry)
load_settings("thread_settings", ".")
from django.db import connections
def ask():
    own = [connections[alias] for alias in ("default", "removed")]
    for connection in own:
        connection.cursor().execute("SELECT 1")
    write(default=entry)
    reading = Rereading()
    reading.read("thread_settings", ".")
    reading.keep()
    close_of_this_thread()
    print(list(connections), [connection.connection for connection in own])
thread = threading.Thread(target=ask)
thread.start()
thread.join(20)
"""


def test_connections_of_a_thread_are_closed(tmp_path: Path) -> None:
    """Those of other threads stay open; without Django there is nothing to do."""
    assert _told(tmp_path, PROGRAM) == "None\nopen\n"


def test_connections_to_what_is_no_longer_configured(tmp_path: Path) -> None:
    """Django names none whose alias is gone; they are closed like the others."""
    assert _told(tmp_path, REMOVED) == "['default'] [None, None]\n"


def _told(tmp_path: Path, program: str) -> str:
    command = [sys.executable, "-c", program, str(tmp_path / "a.db")]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    return ended.stdout
