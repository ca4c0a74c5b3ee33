"""What the commands of the daemon print, whatever secrets are around them."""

from __future__ import annotations

from pathlib import Path

import pytest

from canary_secrets import Kind, Place, World, leaks
from canary_secrets.daemon_outputs import command
from canary_secrets.groups import CANARIES, GROUPS, scene_of
from django_health.terminal.formats import FORMATS

WORLD = World(dict.fromkeys(Kind, Place("127.0.0.1", 9)))
URL = f"postgres://{CANARIES[0].user}:{CANARIES[0].encoded}@127.0.0.1/shop"
COMMANDS = (["--config.check"], ["--help"], ["--version"])

MISTAKES = (
    [URL],
    [f"--database={URL}"],
    [f"--config.file={URL}"],
    [f"--web.listen-address={URL}"],
    [f"--web.telemetry-path={URL}"],
    [f"--log.level={URL}"],
    [f"--scrape-timeout={URL}"],
    [f"--django.settings={URL}"],
    ["check", f"--only={URL}"],
    ["check", "--format=nagios", f"--only={URL}"],
    ["check", f"--timeout={URL}"],
    ["wait", URL],
    ["watch", f"--interval={URL}"],
    ["completion", URL],
)


@pytest.mark.parametrize("group", GROUPS)
def test_commands_print_no_secret(group: str, tmp_path: Path) -> None:
    """With all forms of credentials in settings, file and environment."""
    scene = scene_of(group, tmp_path, WORLD, 1.0)
    arguments = scene.arguments()
    for more in COMMANDS:
        run = command(scene.folder, [*arguments, *more], scene.environ)
        assert run.returncode == 0, run.stderr
        assert run.stdout
        assert leaks(run.stdout + run.stderr, CANARIES) == []


@pytest.mark.parametrize("group", GROUPS)
def test_commands_that_ask_print_no_secret(group: str, tmp_path: Path) -> None:
    """In no format, while nothing of all that can be reached; nor with words of a mistake."""
    scene = scene_of(group, tmp_path, WORLD, 1.0)
    arguments = scene.arguments()
    for form in FORMATS:
        run = command(
            scene.folder, ["check", f"--format={form}", "--timeout=1", *arguments], scene.environ
        )
        assert (run.returncode, run.stderr) == (2, b"")
        assert leaks(run.stdout, CANARIES) == []
    for asked in (["wait", "--timeout=1"], ["wait", "nothing"], ["check", "--only=cache/nothing"]):
        run = command(scene.folder, [*asked, *arguments], scene.environ)
        assert run.returncode in (1, 2)
        assert run.stderr
        assert leaks(run.stdout + run.stderr, CANARIES) == []


@pytest.mark.parametrize(
    "arguments", MISTAKES, ids=lambda arguments: arguments[0].partition("=")[0]
)
def test_a_url_on_the_command_line_is_not_repeated(arguments: list[str], tmp_path: Path) -> None:
    """It is in the shell's history already, and need not be in the log of the system too."""
    is_of_serve = arguments[0].startswith(("-", "postgres"))
    run = command(tmp_path, [*arguments, *(["--config.check"] if is_of_serve else [])], {})
    assert run.returncode == (3 if "--format=nagios" in arguments else 2)
    assert run.stdout + run.stderr
    assert leaks(run.stdout + run.stderr, CANARIES) == []


@pytest.mark.parametrize("flag", ["CONFIG_FILE", "LOG_LEVEL", "LOG_FORMAT", "COLLECTOR_CACHE"])
def test_a_url_in_the_variable_of_a_flag_is_not_repeated(flag: str, tmp_path: Path) -> None:
    """As on the command line."""
    run = command(tmp_path, ["--config.check"], {f"DJANGO_HEALTH_EXPORTER_{flag}": URL})
    assert run.returncode == 2
    assert leaks(run.stdout + run.stderr, CANARIES) == []
