"""``check``: ask once, tell, and end with a code that programs understand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from django_health_exporter.cli.check import check
from live_exporter import run_command, run_in_shell, sqlite_entry
from live_servers import SilentListener
from pseudo_terminal import ESCAPE, OnTerminal

DISK = ["--only=system/disk"]
FULL = {"HEALTH_DISK_THRESHOLD": "0.0001/100"}
"""Any disk is that full."""


@pytest.fixture
def sqlite(tmp_path: Path) -> dict[str, str]:
    """The environment with a database that is well."""
    sqlite_entry(tmp_path / "a.sqlite3")
    return {"DATABASE_URL": f"sqlite:///{tmp_path}/a.sqlite3"}


def _run(*arguments: str, **environ: str) -> Result:
    cleared = {"DJANGO_SETTINGS_MODULE": None, "DATABASE_URL": None, "CACHE_URL": None}
    return CliRunner().invoke(check, list(arguments), env={**cleared, **environ})


def test_a_table_is_what_people_get(sqlite: dict[str, str]) -> None:
    """With all that is watched."""
    ended = _run(**sqlite)
    assert "✓ ok       database/default" in ended.stdout
    assert "system/memory" in ended.stdout
    assert ended.stderr == ""


def test_only_what_is_named_is_asked(sqlite: dict[str, str]) -> None:
    """And is all that the answer is about."""
    told = json.loads(
        _run("--format=json", "--only=database", "--only=system/disk", **sqlite).stdout
    )
    assert set(told["checks"]) == {"database", "system"}
    assert set(told["checks"]["system"]["parts"]) == {"disk"}


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        ([], 1, "WARNING"),
        (["--fail-on=warning"], 1, "WARNING"),
        (["--fail-on=error"], 0, "OK"),
    ],
)
def test_a_warning(arguments: list[str], code: int, word: str) -> None:
    """May count as ok; a plugin's word and its code agree."""
    assert _run(*DISK, *arguments, **FULL).exit_code == code
    ended = _run(*DISK, *arguments, "--format=nagios", **FULL)
    assert ended.exit_code == code
    assert ended.stdout.startswith(f"HEALTH {word}: 1 warning: system/disk: threshold: ")
    assert "'system/disk usage'=" in ended.stdout


def test_ok() -> None:
    """Is 0."""
    assert _run("--only=system/uptime").exit_code == 0


@pytest.mark.parametrize("form", ["table", "json", "prometheus", "nagios"])
def test_an_error(form: str, tmp_path: Path) -> None:
    """Is 2 in every format, even if a warning counts as ok."""
    url = f"sqlite:///{tmp_path}/none.sqlite3"
    ended = _run("--only=database", f"--format={form}", "--fail-on=error", DATABASE_URL=url)
    assert ended.exit_code == 2
    assert ended.stderr == ""


def test_nothing_asked_is_unknown() -> None:
    """Neither ok nor wrong."""
    ended = _run("--only=cache", CACHE_URL="locmem://")
    assert ended.exit_code == 3
    assert "– skipped  cache/default" in ended.stdout
    assert "unknown: 1 skipped" in ended.stdout


def test_a_silent_server_takes_no_longer_than_the_timeout() -> None:
    """It is told as timed out, and by then everything else is there."""
    with SilentListener() as silent:
        url = f"redis://{silent.host}:{silent.port}"
        ended = _run("--timeout=0.5", "--only=cache", "--only=system/uptime", CACHE_URL=url)
    assert ended.exit_code == 2
    assert "timeout: no answer within the 0.5" in ended.stdout
    assert "✓ ok       system/uptime" in ended.stdout


def test_by_itself_a_check_has_its_own_limit() -> None:
    """That of the settings."""
    with SilentListener() as silent:
        url = f"redis://{silent.host}:{silent.port}"
        ended = _run("--only=cache", CACHE_URL=url, HEALTH_CACHE_TIMEOUT="0.3")
    assert "timeout: no answer within 0.3 s" in ended.stdout


@pytest.mark.parametrize("form", ["table", "json", "prometheus", "nagios"])
def test_a_full_disk_is_no_warning(form: str, tmp_path: Path) -> None:
    """Whoever reads the exit code learns that nothing is known."""
    command = f"check --only=system/uptime --format={form}"
    code, complaint = run_in_shell(tmp_path, command, ">/dev/full")
    assert code == 3
    assert complaint == "Error: the answer cannot be written: No space left on device\n"


@pytest.mark.parametrize("streams", [">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("form", ["table", "json", "prometheus", "nagios"])
def test_closed_streams_change_no_exit_code(form: str, streams: str, tmp_path: Path) -> None:
    """Whoever closes them wants the code alone."""
    command = f"check --only=system/uptime --format={form}"
    assert run_in_shell(tmp_path, command, streams) == (0, "")


def test_on_a_terminal_it_is_in_colour_and_tells_what_it_waits_for(tmp_path: Path) -> None:
    """The line of progress is gone in the end."""
    with SilentListener() as silent:
        environ = {"CACHE_URL": f"redis://{silent.host}:{silent.port}", "HEALTH_CACHE_TIMEOUT": "2"}
        arguments = ["check", "--only=cache", "--only=system/uptime"]
        with OnTerminal(tmp_path, arguments, environ, columns=60) as it:
            it.until(lambda: "1 of 2 checks answered" in it.terminal.text)
            assert it.wait() == 2
            told = it.terminal.text
    assert "\x1b[1;31m✗ error" in told
    progress, _, table = told.rpartition("\x1b[2K")
    assert "waiting for cache/default" in progress
    lines = [ESCAPE.sub("", line) for line in table.splitlines()]
    assert lines[0].startswith("✗ error    cache/default/")
    assert max(map(len, lines)) <= 60


@pytest.mark.parametrize(
    ("environ", "is_colourful"),
    [({}, False), ({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False)],
)
def test_in_a_pipe_there_is_no_colour(
    environ: dict[str, str], is_colourful: bool, tmp_path: Path
) -> None:
    """Unless it is forced; and lines are as long as they have to be."""
    run = run_command(
        tmp_path, "check", "--only=system", "--only=cache", CACHE_URL="locmem://", **environ
    )
    assert ("\x1b" in run.stdout) is is_colourful
    assert "cannot be asked from outside" in run.stdout


def test_no_colour_on_a_terminal(tmp_path: Path) -> None:
    """Then no escape sequence is left at all."""
    with OnTerminal(tmp_path, ["check", "--only=system/uptime"], {"NO_COLOR": "1"}) as it:
        assert it.wait() == 0
        assert "\x1b" not in it.terminal.text
        assert "✓ ok       system/uptime" in it.terminal.text
