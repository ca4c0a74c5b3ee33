"""What the commands print that explain a configuration, whatever secrets are around them."""

from __future__ import annotations

from pathlib import Path

import pytest

from canary_secrets import Kind, Place, World, leaks
from canary_secrets.daemon_outputs import command
from canary_secrets.groups import CANARIES, GROUPS, scene_of
from live_servers import free_port

COMMANDS = (
    ["targets"],
    ["targets", "--format=json"],
    ["doctor"],
    ["doctor", "--format=json"],
    ["grants"],
    ["grants", "--format=json"],
    ["config", "check"],
    ["config", "schema"],
)


@pytest.mark.parametrize("group", GROUPS)
def test_they_print_no_secret(group: str, tmp_path: Path) -> None:
    """With all forms of credentials in settings, file and environment, at servers that are down."""
    world = World(dict.fromkeys(Kind, Place("127.0.0.1", free_port())))
    scene = scene_of(group, tmp_path, world, 1.0)
    arguments = scene.arguments()
    for words in COMMANDS:
        flags = [] if words[-1] == "schema" else arguments
        run = command(scene.folder, [*words, *flags], scene.environ)
        assert run.returncode in ((1, 2) if words[0] == "doctor" else (0,)), run.stderr
        assert b"Traceback" not in run.stderr
        assert run.stdout
        assert leaks(run.stdout + run.stderr, CANARIES) == []


@pytest.mark.parametrize("words", [["targets"], ["doctor"], ["grants"], ["config", "check"]])
def test_a_url_on_the_command_line_is_not_repeated(words: list[str], tmp_path: Path) -> None:
    """Wherever it stands."""
    url = f"postgres://{CANARIES[0].user}:{CANARIES[0].encoded}@127.0.0.1/shop"
    for wrong in (
        [url],
        [f"--format={url}"],
        [f"--config.file={url}"],
        [f"--django.settings={url}"],
    ):
        run = command(tmp_path, [*words, *wrong], {})
        assert run.returncode == 2
        assert leaks(run.stdout + run.stderr, CANARIES) == []
