"""Settings are put in force while other threads read them, in a process of its own."""

from __future__ import annotations

import subprocess
import sys

BEGIN = """
import sys, threading
from types import SimpleNamespace
from django.conf import settings, Settings
from django.utils.functional import empty
from django_health_exporter.configuration.project.in_force import (
    drop_stale, put_in_force, wrapped
)
import django.conf
def made(value):
    new = Settings.__new__(Settings)
    new.__dict__.update(VALUE=value, MEDIA_URL="/m/")
    return new
"""


def _told(program: str) -> str:
    command = [sys.executable, "-W", "error", "-c", BEGIN + program]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_first_and_next_settings() -> None:
    """Values that Django has kept of those before are not given any more."""
    assert (
        _told(
            "print(wrapped() is empty, settings.configured)\n"
            "first, second = made(1), made(2)\n"
            "put_in_force(first)\n"
            "print(settings.VALUE, wrapped() is first, settings.configured)\n"
            "put_in_force(second)\n"
            "print(settings.VALUE)\n"
            "put_in_force(empty)\n"
            "print(settings.configured)\n"
        )
        == "True False\n1 True True\n2\nFalse\n"
    )


def test_reading_meanwhile_never_fails() -> None:
    """A thread finds the old value or the new one, in each moment."""
    program = """
sys.setswitchinterval(1e-6)
put_in_force(made(0))
found, is_over = [], threading.Event()
def read():
    while not is_over.is_set():
        try:
            if settings.VALUE not in (0, 1):
                found.append("another value")
        except Exception as error:
            found.append(repr(error))
threads = [threading.Thread(target=read) for _ in range(4)]
[thread.start() for thread in threads]
for number in range(3000):
    put_in_force(made(number % 2))
is_over.set()
[thread.join() for thread in threads]
print(found[:3])
"""
    assert _told(program) == "[]\n"


def test_stale_values_are_dropped() -> None:
    """One that a reader put there late, and nothing else."""
    assert (
        _told(
            "put_in_force(made(1))\n"
            "vars(settings)['VALUE'] = 'stale'\n"
            "drop_stale()\n"
            "print(settings.VALUE)\n"
            "drop_stale()\n"
            "print('VALUE' in vars(settings))\n"
        )
        == "1\nTrue\n"
    )
