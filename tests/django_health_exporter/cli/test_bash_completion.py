"""Completion in bash, which takes ``--format=json`` for three words."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from django_health_exporter.cli.program import program
from pseudo_terminal import PATIENCE, Terminal

PROMPT = "ready> "


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A folder with the program and its script."""
    ended = CliRunner().invoke(program, ["completion", "bash"], prog_name="django-health-exporter")
    (tmp_path / "completion.bash").write_text(ended.stdout)
    command = tmp_path / "django-health-exporter"
    command.write_text(f"#!/bin/sh\nexec '{sys.executable}' -m django_health_exporter \"$@\"\n")
    command.chmod(0o755)
    (tmp_path / "some.yml").write_text("")
    return tmp_path


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    """A terminal in which a whole command has its place."""
    with Terminal(columns=200) as terminal:
        yield terminal


def _eventually_holds(terminal: Terminal, text: str) -> None:
    tick = threading.Event()
    for _ in range(int(PATIENCE / 0.02)):
        if text in terminal.text:
            return
        tick.wait(0.02)
    pytest.fail(f"{text!r} is not in {terminal.text!r}")


@pytest.mark.parametrize("setting", ["", "COMP_WORDBREAKS=${COMP_WORDBREAKS//[=:]}"])
@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("check --format=j", "check --format=json "),
        ("check --only=sys", "check --only=system "),
        ("check --only=system --format p", "check --only=system --format prometheus "),
        ("serve --web.listen-address=:10170 --log.level=inf", ":10170 --log.level=info "),
        ("check --config.file some", "check --config.file some.yml "),
    ],
)
def test_what_a_key_completes(
    typed: str, completed: str, setting: str, directory: Path, terminal: Terminal
) -> None:
    """At a real terminal, with the words as bash parts them, and as some have it part them."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash")
    device = terminal.stream.fileno()
    shell = subprocess.Popen(
        [bash, "--norc", "--noprofile", "-i"],
        cwd=directory,
        env={"PATH": f"{directory}:/usr/bin:/bin", "TERM": "dumb", "INPUTRC": os.devnull},
        stdin=device,
        stdout=device,
        stderr=device,
        start_new_session=True,
    )
    try:
        terminal.press(f"{setting}; PS1='{PROMPT}'; . ./completion.bash\n".lstrip("; "))
        _eventually_holds(terminal, f"\n{PROMPT}")
        terminal.press(f"django-health-exporter {typed}\t")
        _eventually_holds(terminal, completed)
    finally:
        shell.kill()
        shell.wait(PATIENCE)
