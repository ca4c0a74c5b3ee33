"""The flags that rules and dashboards share."""

from __future__ import annotations

from pathlib import Path

import pytest

from django_health_exporter.bundled.thresholds import offered
from live_exporter.command import run_command
from pseudo_terminal import ESCAPE, OnTerminal

COMMANDS = ("rules", "dashboards")


@pytest.mark.parametrize("command", COMMANDS)
def test_the_list(tmp_path: Path, command: str) -> None:
    """Each threshold in a line, with its default, its unit and the alerts; nothing is written."""
    run = run_command(tmp_path, command, "--list-thresholds")
    assert (run.returncode, run.stderr) == (0, "")
    heading, *lines = run.stdout.splitlines()
    assert heading.split() == ["threshold", "default", "meaning", "for"]
    assert [line.split()[0] for line in lines] == list(offered())
    assert "connections_warning" in run.stdout
    assert "DatabaseConnectionsHigh" in run.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (["--threshold=queue_lenght=5"], "--threshold: 'queue_lenght' is no threshold, did you"),
        (["--threshold=cpu_warning=0.5"], "--threshold: cpu_warning: usage of CPU, memory and"),
        (["--threshold=queue_length=x"], "--threshold: queue_length: a number is expected"),
        (["--job=two words"], "'--job': a name has letters, digits and"),
        (['--job=a"b'], "'--job': a name has"),
        (["--job=a\nb"], "'--job': a name has"),
    ],
)
def test_mistakes_are_one_line(tmp_path: Path, command: str, flags: list[str], told: str) -> None:
    """And nothing is written."""
    run = run_command(tmp_path, command, "--output=there", *flags)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("Error: ")
    assert told in run.stderr
    assert run.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", COMMANDS)
def test_what_others_made_needs_force(tmp_path: Path, command: str) -> None:
    """In a line, with what to do."""
    name = {"rules": "caches.yaml", "dashboards": "dhe-caches.json"}[command]
    (tmp_path / name).write_text("{}")
    run = run_command(tmp_path, command, "--output=.")
    assert run.returncode == 2
    told = f"Error: {name} was not written by this program: move it, or give --force\n"
    assert run.stderr == told
    assert run_command(tmp_path, command, "--output=.", "--force").returncode == 0
    assert run_command(tmp_path, command, "--output=.").returncode == 0


@pytest.mark.parametrize(("columns", "is_wide"), [(80, False), (150, True)])
def test_the_list_on_a_terminal(tmp_path: Path, columns: int, is_wide: bool) -> None:
    """No line is broken for the names of alerts, and no name of a threshold is broken at all."""
    with OnTerminal(tmp_path, ["rules", "--list-thresholds"], columns=columns) as run:
        assert run.wait() == 0
        text = ESCAPE.sub("", run.terminal.text)
    lines = text.splitlines()
    assert ("DatabaseConnectionsHigh" in text) is is_wide
    assert max(map(len, lines)) <= columns
    assert {line.split()[0] for line in lines if line.strip()} >= {*offered()}


def test_names_are_completed(tmp_path: Path) -> None:
    """As a shell asks for them."""
    run = run_command(
        tmp_path,
        _DJANGO_HEALTH_EXPORTER_COMPLETE="bash_complete",
        COMP_WORDS="django-health-exporter rules --threshold conn",
        COMP_CWORD="3",
    )
    assert "connections_warning=" in run.stdout
