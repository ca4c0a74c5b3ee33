"""``docs/install.md`` and the pages beside it: commands, flags and links that there are."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import click
import pytest

from django_health_exporter.cli.program import COMMANDS, DEFAULT, program
from live_exporter import run_command

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "install.md"
PAGES = [
    PAGE,
    *(ROOT / "deploy" / name / "README.md" for name in ("systemd", "container")),
]
LINK = re.compile(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)")

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))


def _calls() -> list[list[str]]:
    """The words of each call of the program, without what comes before and after it."""
    # Also those in a list, which are set in.
    blocks = re.findall(r"(?ms)^ *```sh\n(.*?)^ *```", PAGE.read_text(encoding="utf-8"))
    lines = "".join(blocks).replace("\\\n", " ").splitlines()
    words = [shlex.split(line, comments=True) for line in lines]
    called = [line[line.index("django-health-exporter") :] for line in words if _is_call(line)]
    return [line[1 : line.index("|")] if "|" in line else line[1:] for line in called]


def _is_call(words: list[str]) -> bool:
    installers = {"pipx", "uv", "pip", "systemctl", "rm"}
    return "django-health-exporter" in words and not installers & set(words)


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("call", _calls(), ids=" ".join)
def test_each_call_can_be_made(call: list[str]) -> None:
    """The command is there, and has the flags."""
    name = call[0] if call[0] in COMMANDS else DEFAULT
    command = program.get_command(click.Context(program), name)
    assert command is not None
    flags = {option for parameter in command.params for option in parameter.opts}
    used = {word.partition("=")[0] for word in call if word.startswith("--")}
    assert used
    assert used <= flags


CONFIGURATION = """\
databases: {default: {url: "postgres://monitor@127.0.0.1:1/shop"}}
caches: {default: {url: "redis://127.0.0.1:1/1", key_prefix: shop}}
"""


@pytest.mark.parametrize(
    "call",
    [call for call in _calls() if {"targets", "grants", "--config.check"} & set(call)],
    ids=" ".join,
)
def test_what_needs_no_server_does_what_it_says(call: list[str], tmp_path: Path) -> None:
    """With the file that it names, and nothing else around it."""
    (tmp_path / "config.yaml").write_text(CONFIGURATION, encoding="utf-8")
    ended = run_command(tmp_path, *call)
    assert (ended.returncode, "Error" in ended.stderr) == (0, False), ended.stderr
    assert ended.stdout.strip()


def test_what_is_removed_is_what_was_made() -> None:
    """Program, configuration, environment, units and state; systemd forgets the units."""
    text = PAGE.read_text(encoding="utf-8").partition("## Removal")[2].replace("\\\n", " ")
    (removed,) = re.findall(r"^sudo rm -r (.*)$", text, flags=re.MULTILINE)
    page = (ROOT / "deploy/systemd/README.md").read_text(encoding="utf-8")
    unit = (ROOT / "deploy/systemd/django-health-exporter.service").read_text(encoding="utf-8")
    told = re.findall(r"`(/(?:opt|etc|var)/[^`]*?)/?`", page.partition("## What it may")[0])
    assert len(told) >= 4
    words = [word.rstrip("/") for word in removed.split()]
    assert [path for path in told if not any(path.startswith(word) for word in words)] == []
    (state,) = re.findall(r"^StateDirectory=(.*)$", unit, flags=re.MULTILINE)
    assert f"/var/lib/private/{state}" in words
    assert "/etc/systemd/system/django-health-exporter.*" in words
    assert text.index("sudo rm") < text.index("systemctl daemon-reload")


def test_calls_are_found() -> None:
    """As many as there are to be read."""
    assert {call[0] for call in _calls()} >= {"targets", "doctor", "check", "grants"}
    assert any("--config.check" in call for call in _calls())


def test_the_extras_are_those_of_the_package() -> None:
    """All of them, and no other."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    table = PAGE.read_text(encoding="utf-8").partition("| extra |")[2].partition("\n\n")[0]
    assert set(re.findall(r"^\| `(\w+)`", table, flags=re.MULTILINE)) == set(
        project["optional-dependencies"]
    )


@every_page
def test_links_lead_somewhere(page: Path) -> None:
    """To a file that is there, and to a heading in it."""
    for path, anchor in LINK.findall(page.read_text(encoding="utf-8")):
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), path
        if anchor:
            assert anchor in _anchors(target), f"{path}#{anchor}"


def test_the_port_is_the_daemons() -> None:
    """In the page, the image and the socket unit."""
    for file in (PAGE, ROOT / "deploy/container/Dockerfile", ROOT / "deploy/container/healthy.py"):
        assert "10170" in file.read_text(encoding="utf-8")
    socket = (ROOT / "deploy/systemd/django-health-exporter.socket").read_text(encoding="utf-8")
    assert "ListenStream=10170\n" in socket
