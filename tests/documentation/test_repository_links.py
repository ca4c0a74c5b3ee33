"""A link to a file of the repository is sound on the site: a page, the file, a folder's name."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import Tag

from documentation_site import PAGES, ROOT, Site, build_small, listing

pytestmark = pytest.mark.timeout(600)

INCLUDING = "```{include} ../deploy/tool/README.md\n:relative-images:\n```\n"
LINK = re.compile(r"(?<!!)\[[^\]`]*\]\(([^)\s]+)\)")

REPOSITORY = {
    "docs/index.md": listing("guide", "tool", "folder"),
    "docs/guide.md": """# Guide

[tool](../deploy/tool/README.md), [in use](../deploy/tool/README.md#in-use),
[its folder](../deploy/tool), [values](../deploy/tool/values.yaml), [front](../README.md),
[other](../deploy/other/README.md),
[overlays](../deploy/tool/overlays), [`deploy/tool/overlays/`](../deploy/tool/overlays/)
""",
    "docs/tool.md": INCLUDING,
    "docs/folder.md": "# Folder\n\n[One](folder/one.md)\n\n```{toctree}\nfolder/one\n```\n",
    "docs/folder/one.md": "# One\n\n[Up](../folder.md)\n",
    "deploy/tool/README.md": """# Tool

## In use

[guide](../../docs/guide.md), [place](../../docs/guide.md#guide), [values](values.yaml),
[below](#in-use), [overlays](overlays), [folder](../../docs/folder), [front](../../README.md)

![picture](picture.svg)
""",
    "deploy/tool/values.yaml": "key: value\n",
    "deploy/tool/overlays/kept": "",
    "deploy/tool/picture.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    "deploy/other/README.md": "# Other\n",
    "README.md": "# Read me\n",
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site of a few pages in a repository of a few files."""
    site = build_small(tmp_path_factory.mktemp("repository"), REPOSITORY)
    assert (site.code, site.complaints) == (0, ())
    return site


def _hrefs(site: Site, page: str) -> dict[str, str]:
    """The links of a page, by their words."""
    links = site.page(page).select("article p a.reference")
    return {link.get_text(): str(link["href"]) for link in links}


def test_a_file_that_a_page_includes_is_that_page(small: Site) -> None:
    """With the place in it; its folder is the same, and the README is the front page."""
    hrefs = _hrefs(small, "guide")
    assert hrefs["tool"] == "tool.html"
    assert hrefs["in use"] == "tool.html#in-use"
    assert hrefs["its folder"] == "tool.html"
    assert hrefs["front"] == "index.html"


def test_a_file_without_a_page_is_taken_along(small: Site) -> None:
    """The site has a copy of it."""
    hrefs = _hrefs(small, "guide")
    assert (small.folder / hrefs["values"]).read_text(encoding="utf-8") == "key: value\n"
    assert (small.folder / hrefs["other"]).read_text(encoding="utf-8") == "# Other\n"


def test_a_folder_without_a_page_is_named(small: Site) -> None:
    """Its place in the repository stands behind the words, unless they say so themselves."""
    paragraph = small.page("guide").select_one("article p")
    assert isinstance(paragraph, Tag)
    assert "overlays (deploy/tool/overlays), deploy/tool/overlays/" in paragraph.get_text()
    assert "overlays" not in _hrefs(small, "guide")


def test_links_of_an_included_file_start_at_that_file(small: Site) -> None:
    """To pages, places, files, folders with a page and pictures, as the repository has them."""
    hrefs = _hrefs(small, "tool")
    assert hrefs["guide"] == "guide.html"
    assert hrefs["place"] == "guide.html#guide"
    assert hrefs["below"] == "#in-use"
    assert hrefs["folder"] == "folder.html"
    assert hrefs["front"] == "index.html"
    assert (small.folder / hrefs["values"]).is_file()
    (picture,) = small.page("tool").select("article img")
    assert (small.folder / str(picture["src"])).is_file()


def test_links_between_pages_are_left_alone(small: Site) -> None:
    """Also from a folder of pages to the page beside it."""
    assert _hrefs(small, "folder")["One"] == "folder/one.html"
    assert _hrefs(small, "folder/one")["Up"] == "../folder.html"


def _written(file: Path) -> set[str]:
    """The names of the files that a file of Markdown links to, outside its code."""
    text = re.sub(r"(?ms)^ *```.*?^ *```", "", file.read_text(encoding="utf-8"))
    targets = {urlsplit(link) for link in LINK.findall(text)}
    inside = {target.path for target in targets if not target.scheme and target.path}
    paths = {Path(os.path.normpath(file.parent / path)) for path in inside}
    return {path.name for path in paths if path.is_file() and path.suffix != ".md"}


def test_each_file_that_a_real_page_names_is_on_the_site(site: Site) -> None:
    """What the included pages of the repository link to can be taken along from there."""
    including = [page for page in PAGES.rglob("*.md") if "```{include}" in page.read_text()[:20]]
    assert len(including) >= 15
    missing = {}
    for page in including:
        text = page.read_text(encoding="utf-8").split()
        file = Path(os.path.normpath(page.parent / text[1]))
        name = page.relative_to(PAGES).with_suffix("").as_posix()
        hrefs = [str(link["href"]) for link in site.page(name).select("article a[href]")]
        if absent := _written(file) - {Path(href).name for href in hrefs}:
            missing[file.relative_to(ROOT).as_posix()] = sorted(absent)
    assert missing == {}
