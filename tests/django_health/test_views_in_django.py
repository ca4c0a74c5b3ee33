"""The views in a whole Django site, tested as its own tests would: no server, no network."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SUPPORT = Path(__file__).parents[1] / "support"


@pytest.mark.parametrize(
    ("settings", "pattern"),
    [
        ("django_site.settings", "suite_documents.py"),
        ("django_site.settings", "suite_users.py"),
        ("django_site.settings", "suite_middleware.py"),
        ("django_site.down_settings", "down_suite.py"),
    ],
    ids=lambda value: value.removesuffix(".py"),
)
def test_suite(settings: str, pattern: str) -> None:
    """``manage.py test`` succeeds, with warnings as errors; its output holds no password."""
    command = [sys.executable, "-W", "error", "-m", "django", "test", "django_site"]
    ended = subprocess.run(
        [*command, f"--settings={settings}", f"--pattern={pattern}"],
        env={**os.environ, "PYTHONPATH": str(SUPPORT)},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert " 0 tests" not in ended.stderr
    assert "OK" in ended.stderr
    assert "canary-password" not in ended.stdout + ended.stderr
