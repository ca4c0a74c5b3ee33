"""Whether settings fit the applications that are loaded, each case in a process of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import sys
from types import SimpleNamespace
import django
from django.conf import settings
settings.configure(
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sites"],
)
from django_health.settings.validation import InvalidDocument
from django_health_exporter.configuration.project.applications import expected_to_suit

def changed(**values):
    same = {"INSTALLED_APPS": settings.INSTALLED_APPS, "AUTH_USER_MODEL": settings.AUTH_USER_MODEL}
    try:
        with expected_to_suit(SimpleNamespace(**{**same, **values})):
            print("suits")
    except InvalidDocument as error:
        print(str(error).partition(",")[0])

if sys.argv[1] == "loaded":
    django.setup()
changed()
changed(INSTALLED_APPS=tuple(settings.INSTALLED_APPS))
changed(INSTALLED_APPS=settings.INSTALLED_APPS[:1])
changed(AUTH_USER_MODEL="shop.User")
"""
SUITS = ["suits"] * 4


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("not loaded", SUITS),
        ("loaded", [*SUITS[:2], "INSTALLED_APPS has changed", "AUTH_USER_MODEL has changed"]),
    ],
)
def test_what_a_process_keeps(state: str, told: list[str]) -> None:
    """Once they are loaded, other applications or another model of users need a restart."""
    command = [sys.executable, "-W", "error", "-c", PROGRAM, state]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines() == told


def test_while_they_are_loaded() -> None:
    """It is as if they were: which ones is settled."""
    program = PROGRAM.replace(
        'if sys.argv[1] == "loaded":\n    django.setup()\n',
        "from django_health.project import loading_held_off\nloading = loading_held_off()\n"
        "loading.__enter__()\n",
    )
    command = [sys.executable, "-W", "error", "-c", program]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines() == [
        *SUITS[:2],
        "INSTALLED_APPS has changed",
        "AUTH_USER_MODEL has changed",
    ]
