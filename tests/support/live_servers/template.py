"""Freshly initialised data directories, made once for each test run and copied from then on."""

from __future__ import annotations

import atexit
from collections.abc import Callable
from pathlib import Path

from live_servers import accounts
from live_servers.process import spawn
from live_servers.programs import find_program

_templates: dict[str, Path] = {}


def copy_template(
    name: str, account_name: str, target: Path, command: Callable[[Path], list[str]]
) -> None:
    """Create the data directory ``target``.

    Args:
        name: The kind of server.
        account_name: The account that owns the data when this process is root.
        target: The directory to create.
        command: Returns the command that initialises a data directory ``data`` in a home.
    """
    if name not in _templates:
        _templates[name] = _make(name, account_name, command)
    copy = [find_program("coreutils", "cp"), "-a", str(_templates[name] / "data"), str(target)]
    _run(copy, target.parent, account_name)


def _make(name: str, account_name: str, command: Callable[[Path], list[str]]) -> Path:
    home = accounts.make_home(f"{name}-template", None, accounts.account_for(account_name))
    atexit.register(accounts.remove, home)
    _run(command(home), home, account_name)
    return home


def _run(command: list[str], home: Path, account_name: str) -> None:
    if spawn(command, home, accounts.account_for(account_name)).wait():
        log = (home / "log").read_text(encoding="utf-8", errors="replace")
        raise RuntimeError(f"{Path(command[0]).name} failed:\n{log[-2000:]}")
