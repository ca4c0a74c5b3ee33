"""The files in which metrics are named."""

from __future__ import annotations

from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[3]
FOLDERS = ("grafana", "deploy", "docs", "tests/rules", "examples")
ENDINGS = {".json", ".md", ".tmpl", ".txt", ".yaml", ".yml"}


@cache
def pages() -> dict[str, str]:
    """Return the text of each by its path from the root of the project."""
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    found += [ROOT / "README.md"]
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(found)
        if path.is_file() and path.suffix in ENDINGS
    }
