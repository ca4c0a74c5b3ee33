"""The committed pages are what the code says."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from reference.page import WRITTEN, Page
from reference.pages import FOLDER, INDEX, PAGES, written

ROOT = Path(__file__).parents[2]
LINK = re.compile(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)")

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.path))


@cache
def _anchors(file: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_what_is_committed_is_what_the_code_says() -> None:
    """Each page; ``python -m reference`` writes those that are not."""
    texts = written()
    stale = [path for path, text in texts.items() if _text(path) != text]
    assert stale == []


def _text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8") if (ROOT / path).exists() else ""


def test_there_is_no_other_page() -> None:
    """A page that is written no more is to be deleted."""
    folder = ROOT / FOLDER / "reference"
    present = {str(file.relative_to(ROOT / FOLDER)) for file in folder.rglob("*.md")}
    assert present <= {page.path for page in PAGES}


def test_the_list_has_each_page() -> None:
    """With what it tells."""
    links = {path for path, _ in LINK.findall(_text(f"{FOLDER}/{INDEX.path}"))}
    files = {(ROOT / FOLDER / "reference" / link).resolve() for link in links}
    assert files == {ROOT / FOLDER / page.path for page in PAGES if page is not INDEX}
    assert all(page.purpose for page in PAGES)


@every_page
def test_links_lead_somewhere(page: Page) -> None:
    """To a file that is there, and to a heading in it."""
    file = ROOT / FOLDER / page.path
    for path, anchor in LINK.findall(file.read_text(encoding="utf-8")):
        target = (file.parent / path).resolve() if path else file
        assert target.exists(), path
        assert not anchor or anchor in _anchors(target), f"{path}#{anchor}"


@every_page
def test_it_says_that_it_is_written(page: Page) -> None:
    """Before anybody changes it by hand; and no mark of a docstring is left in it."""
    text = _text(f"{FOLDER}/{page.path}")
    assert text.startswith(f"{WRITTEN}\n\n# ")
    outside = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    assert "``" not in outside
    assert not re.search(r":\w+:`", outside)
