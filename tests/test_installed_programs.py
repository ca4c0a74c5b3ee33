"""What the tests look for is what is installed for them."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).resolve().parent

ASKED = re.compile(r"""(?:find_program\(\s*|^_PACKAGE = )"([a-z0-9+.-]+)\"""", re.MULTILINE)
"""A package that has to hold a program."""

BROUGHT = {
    *("coreutils", "dash", "mount", "util-linux"),  # every Debian has them
    *("erlang-base", "postgresql-client", "redis-tools"),  # come with the servers
    "no-package",
}


def _asked() -> set[str]:
    files = [file for file in TESTS.rglob("*.py") if file != Path(__file__)]
    texts = [text for file in files if "find_program(" in (text := file.read_text("utf-8"))]
    return {name for text in texts for name in ASKED.findall(text)}


def _installed() -> set[str]:
    script = (TESTS / "support" / "install_servers.sh").read_text(encoding="utf-8")
    (rows,) = re.findall(r"^servers='\n(.*?)'$", script, re.MULTILINE | re.DOTALL)
    return {row.split()[1] for row in rows.splitlines()}


def test_every_program_is_installed() -> None:
    """On a fresh machine no test may look in vain for what ``make test`` should have installed."""
    assert {"postgresql", "mariadb-server", "chromium"} <= _asked()
    assert _asked() - _installed() - BROUGHT == set()
