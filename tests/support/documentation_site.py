"""The documentation site, built as ``make docs`` builds it, and small ones made the same way."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache, lru_cache
from html.parser import HTMLParser
from pathlib import Path

from bs4 import BeautifulSoup

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs"
STRICTLY = ("--fail-on-warning", "--keep-going")
"""What ``make docs`` tells Sphinx, too; a test compares."""

MACHINERY = ("_ext", "_static", "_templates")


@dataclass(frozen=True)
class Site:
    """A built site.

    Attributes:
        folder: Where its files are.
        code: The exit status of Sphinx.
        complaints: What Sphinx had to say against it, one per line.
    """

    folder: Path
    code: int
    complaints: tuple[str, ...]

    def page(self, name: str) -> BeautifulSoup:
        """Return a page by its name, which is its path without the suffix."""
        return _parsed(self.folder / f"{name}.html")

    def elements(self, name: str) -> list[tuple[str, dict[str, str]]]:
        """Return the tags of a page with their attributes, for those who read all pages."""
        return _elements(self.folder / f"{name}.html")

    def names(self) -> list[str]:
        """Return the names of all pages that have a text of ours."""
        pages = (path.relative_to(self.folder) for path in self.folder.rglob("*.html"))
        names = {page.with_suffix("").as_posix() for page in pages}
        return sorted(name for name in names if name != "search" and not name.endswith(".md/index"))


@lru_cache(maxsize=8)
def _parsed(file: Path) -> BeautifulSoup:
    return BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")


class _Tags(HTMLParser):
    """Collects the tags of a page; much faster than a tree of it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take up a tag."""
        self.found.append((tag, {name: value or "" for name, value in attrs}))


@cache
def _elements(file: Path) -> list[tuple[str, dict[str, str]]]:
    tags = _Tags()
    tags.feed(file.read_text(encoding="utf-8"))
    return tags.found


def build(pages: Path, folder: Path) -> Site:
    """Build a site from a folder of pages, into a folder that is not there yet."""
    doctrees = folder.with_name(f"{folder.name}-doctrees")
    options = (*STRICTLY, "--quiet", "--jobs=auto", f"--doctree-dir={doctrees}")
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", *options, str(pages), str(folder)],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    return Site(folder, done.returncode, tuple(done.stderr.splitlines()))


def build_small(repository: Path, files: dict[str, str]) -> Site:
    """Build a site from a few files of a repository of their own, with the real site's settings.

    Args:
        repository: An empty folder.
        files: Texts by path. ``docs/index.md`` is the front page.
    """
    pages = repository / "docs"
    for name in MACHINERY:
        shutil.copytree(PAGES / name, pages / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PAGES / "conf.py", pages)
    for path, text in files.items():
        (repository / path).parent.mkdir(parents=True, exist_ok=True)
        (repository / path).write_text(text, encoding="utf-8")
    return build(pages, repository / "site")


def listing(*names: str) -> str:
    """Return a front page that has some pages in its navigation."""
    return "\n".join(["# Front", "", "The first words.", "", "```{toctree}", *names, "```", ""])
