"""The commands that ask by themselves, on a whole stack of real servers."""

from __future__ import annotations

import json
import os
import re
import subprocess
from typing import Any

import pytest

from live_exporter import Stack, run_command
from promtools import Promtool, promtools

ENVIRON = {"DJANGO_SETTINGS_MODULE": "stack_settings", "PATH": os.environ.get("PATH", os.defpath)}
VOLATILE = (
    "response_time",
    "overall_response_time",
    "timestamp",
    "last_success",
    "age",
    "hit_rate",
)


def _check(stack: Stack, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run_command(stack.directory, "check", *arguments, **ENVIRON)


def _shape(document: Any) -> Any:
    """The keys and statuses of a document, without what differs from one time to the next."""
    if not isinstance(document, dict):
        return type(document).__name__
    return {
        key: value if key == "status" and isinstance(value, str) else _shape(value)
        for key, value in document.items()
        if key not in VOLATILE
    }


def test_json_is_the_document_of_the_daemon(stack: Stack) -> None:
    """With the same components, targets, states and figures."""
    told = json.loads(_check(stack, "--format=json").stdout)
    asked = stack.exporter.get("/health/detailed/").json()
    for document in (told, asked):
        del document["status"]  # the busy machine may warn for a moment
        del document["checks"]["system"]
    assert _shape(told) == _shape(asked)


@pytest.mark.parametrize("promtool", promtools(), ids=str)
def test_prometheus_accepts_the_text(stack: Stack, promtool: Promtool) -> None:
    """Its own linter finds nothing."""
    run = _check(stack, "--format=prometheus")
    linted = subprocess.run(
        [promtool.path, "check", "metrics"],
        input=run.stdout,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (linted.returncode, linted.stdout + linted.stderr) == (0, "")
    assert 'django_health_database_up{database="default"} 1' in run.stdout


def test_the_table_has_every_check(stack: Stack) -> None:
    """And the exit code is that of the worst: the test's settings are not fit for deployment."""
    run = _check(stack)
    assert (run.returncode, run.stderr) == (1, "")
    for label in ("database/analytics", "cache/table", "migrations/default", "system/uptime"):
        assert re.search(rf"^✓ ok       {label} ", run.stdout, re.MULTILINE)
    assert re.search(r"^– skipped  cache/local ", run.stdout, re.MULTILINE)
    assert re.search(r"^▲ warning  configuration/settings ", run.stdout, re.MULTILINE)


def test_a_plugin_has_figures_of_all(stack: Stack) -> None:
    """By their places."""
    run = _check(stack, "--format=nagios", "--only=database", "--only=cache")
    assert run.returncode == 0
    line, _, figures = run.stdout.partition(" | ")
    assert line == "HEALTH OK: 8 ok, 1 skipped"
    assert re.search(r"'database/reporting'=\d+\.\d{6}s;;;0", figures)


def test_wait_is_done_at_once(stack: Stack) -> None:
    """Where all is well."""
    names = ["database", "cache", "migrations"]
    run = run_command(stack.directory, "wait", "--timeout=50", *names, **ENVIRON)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
