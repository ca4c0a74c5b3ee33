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


def test_connections_of_a_thread_are_closed(tmp_path: Path) -> None:
    """Those of other threads stay open; without Django there is nothing to do."""
    command = [sys.executable, "-c", PROGRAM, str(tmp_path / "a.db")]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ended.stdout == "None\nopen\n"
