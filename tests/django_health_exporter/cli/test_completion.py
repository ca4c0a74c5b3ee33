"""A shell completes commands and flags."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from django_health_exporter.cli.completion import SHELLS, VARIABLE
from django_health_exporter.cli.program import COMMANDS, program

TYPED = """
source completion.bash
COMP_LINE="django-health-exporter "{line}
COMP_WORDS=(django-health-exporter {typed})
COMP_CWORD={count}
_django_health_exporter_completion django-health-exporter
echo "${{COMPREPLY[@]}}"
"""


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_has_its_script(shell: str) -> None:
    """Which asks the program by the variable that click looks at."""
    ended = CliRunner().invoke(program, ["completion", shell], prog_name="django-health-exporter")
    assert ended.exit_code == 0
    assert f"{VARIABLE}={shell}_complete" in ended.stdout


def test_an_unknown_shell_is_a_mistake() -> None:
    """In a line, with those that there are."""
    ended = CliRunner().invoke(program, ["completion", "csh"])
    assert ended.exit_code == 2
    assert "'bash', 'zsh', 'fish'" in ended.stderr


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ('""', list(COMMANDS)),
        ('"wa"', ["watch", "wait"]),
        ('"--web.li"', ["--web.listen-address"]),
        ('serve "--web.li"', ["--web.listen-address"]),
        ('--log.level info "--web.li"', ["--web.listen-address"]),
        ('check --format "p"', ["prometheus"]),
        ('check --only "d"', ["database", "dns"]),
        ('wait "mig"', ["migrations"]),
        ('completion "z"', ["zsh"]),
    ],
)
def test_in_a_real_bash(typed: str, offered: list[str], tmp_path: Path) -> None:
    """What it offers for what is typed."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash")
    ended = CliRunner().invoke(program, ["completion", "bash"], prog_name="django-health-exporter")
    (tmp_path / "completion.bash").write_text(ended.stdout)
    command = tmp_path / "django-health-exporter"
    command.write_text(f"#!/bin/sh\nexec '{sys.executable}' -m django_health_exporter \"$@\"\n")
    command.chmod(0o755)
    count = len(typed.split())
    run = subprocess.run(
        [
            bash,
            "--norc",
            "-c",
            TYPED.format(typed=typed, line=shlex.quote(typed.replace('"', "")), count=count),
        ],
        cwd=tmp_path,
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.split() == offered
