"""The page of the variables has each that is read."""

from __future__ import annotations

import re
from pathlib import Path

from django_health.settings.variables import ENVIRONMENT
from django_health.sources import environment
from reference.settings.flags import options
from reference.settings.variables import OTHERS, PAGE

ROOT = Path(__file__).parents[3]
TEXT = PAGE.text()
READ = re.compile(r"environ(?:\.get\(|\.pop\(|\[)\"([A-Z_]+)\"")


def test_each_setting() -> None:
    """And no other ``HEALTH_*`` variable."""
    told = re.findall(r"^\| `(HEALTH_\w+)` \|", TEXT, re.MULTILINE)
    assert sorted(told) == sorted(ENVIRONMENT)


def test_each_flag() -> None:
    """By the names that click reads."""
    named = [name for one in options().values() for name in one.envvar or ()]
    assert len(named) > 40
    assert [name for name in named if f"`{name}`" not in TEXT] == []


def test_each_that_names_a_target() -> None:
    """With the ending for a file."""
    for name in (environment.DATABASE, environment.CACHE, environment.REDIS, environment.FILE):
        assert f"`{name}`" in TEXT


def test_each_that_the_code_reads_besides() -> None:
    """Those of systemd, of terminals, of libpq."""
    sources = [*(ROOT / "collectors").rglob("*.py"), *(ROOT / "exporter").rglob("*.py")]
    read = {name for file in sources for name in READ.findall(file.read_text(encoding="utf-8"))}
    assert {"NO_COLOR", "NOTIFY_SOCKET"} <= read
    assert read - set(OTHERS) == set()
