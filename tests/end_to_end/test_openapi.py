"""The OpenAPI document, held against the running daemon by schemathesis.

Whatever the document allows is asked, and much that it does not: with wrong values, without what is
required, by other methods. Each answer has to have a status, a media type and a shape that the
document tells, and what is wrong has to be refused.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import bcrypt
import pytest

from live_exporter import Exporter, Stack

EXAMPLES = 10
"""Requests that are invented for each operation, besides those that cover the document."""

SETTINGS = """
[[operations]]
# Each value may be right, and all of them together wrong: a kind of check that does not concern the
# target, or both of collect[] and exclude[].
include-path-regex = "/(metrics|probe)$"
[operations.checks.positive_data_acceptance]
expected-statuses = ["200", "400"]

[[operations]]
# The one error of the server that is meant.
include-path-regex = "/health/"
[operations.checks.not_a_server_error]
expected-statuses = ["200", "4xx", "503"]
"""

PASSWORD = "correct horse"


def _hold(document: str, folder: Path, arguments: Sequence[str] = ()) -> None:
    """Hold the daemon against the document that it has at a URL."""
    settings = folder / "schemathesis.toml"
    settings.write_text(SETTINGS, encoding="utf-8")
    program = [sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()"]
    command = [*program, f"--config-file={settings}", "run", document]
    options = [
        "--phases=coverage,fuzzing",
        f"--max-examples={EXAMPLES}",
        "--seed=1",
        "--generation-deterministic",
        "--continue-on-failure",
        "--no-color",
    ]
    ended = subprocess.run(
        [*command, *options, *arguments],
        cwd=folder,
        env={"PATH": os.environ.get("PATH", os.defpath)},  # no proxy that somebody set
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    # All but that of the document itself, which schemathesis leaves out.
    assert "Operations:       12 selected / 12 total" in ended.stdout


def test_the_daemon_keeps_to_its_document(stack: Stack, tmp_path: Path) -> None:
    """With all kinds of targets, where everything works."""
    _hold(f"http://{stack.exporter.address}/openapi.json", tmp_path)


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Exporter]:
    """A daemon with a user, who may have it reloaded; its database is not there."""
    stored = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()
    users = tmp_path / "web.yml"
    users.write_text(f"basic_auth_users: {{bob: '{stored}'}}\n", encoding="utf-8")
    arguments = [f"--web.config.file={users}", "--web.enable-lifecycle"]
    environ = {"DATABASE_URL": "postgres://127.0.0.1:1/shop"}
    with Exporter(tmp_path, arguments, environ) as exporter:
        yield exporter


def test_a_closed_daemon_keeps_to_its_document(closed: Exporter, tmp_path: Path) -> None:
    """With a password, where something is down: health is 503, and nobody else gets in."""
    login = ["--auth", f"bob:{PASSWORD}"]
    _hold(f"http://{closed.address}/openapi.json", tmp_path, login)
