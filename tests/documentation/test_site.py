"""The documentation site is sound: built strictly, all in the navigation, no link into nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import Tag

from documentation_site import PAGES, ROOT, STRICTLY, Site

pytestmark = pytest.mark.timeout(600)

PICTURES = ["status-page-failing.png", "status-page-healthy.png", "status-page-phone.png"]


def _links(site: Site, name: str) -> Iterator[tuple[Path, str]]:
    """Each link of a page inside the site: the file it leads to, and the place in it."""
    file = site.folder / f"{name}.html"
    for href in {
        attributes["href"]
        for tag, attributes in site.elements(name)
        if tag == "a" and "href" in attributes
    }:
        parts = urlsplit(href)
        if not parts.scheme:
            path = Path(os.path.normpath(file.parent / unquote(parts.path))) if parts.path else file
            yield path, unquote(parts.fragment)


def _places(site: Site) -> dict[Path, set[str]]:
    """What a link may lead to inside each page."""
    return {
        site.folder / f"{name}.html": {
            attributes.get("id", "") for _, attributes in site.elements(name)
        }
        for name in site.names()
    }


def test_it_is_built_strictly(site: Site) -> None:
    """Sphinx has no complaint."""
    assert (site.code, site.complaints) == (0, ())


def test_make_docs_builds_it_as_strictly() -> None:
    """The target writes the reference first, and gives Sphinx the same options as these tests."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (recipe,) = re.findall(r"(?m)^docs:.*\n((?:\t.*\n)+)", makefile)
    assert recipe.index("-m reference") < recipe.index("sphinx-build")
    assert all(option in recipe for option in (*STRICTLY, "--fresh-env"))


def test_every_page_is_in_the_navigation(site: Site) -> None:
    """What is in the folder can be reached from every page's side, runbooks too, each once."""
    pages = {page.relative_to(PAGES).with_suffix("").as_posix() for page in PAGES.rglob("*.md")}
    entries = site.page("index").select(".sidebar-tree a.reference.internal")
    listed = ["index", *(str(entry["href"]).removesuffix(".html") for entry in entries)]
    assert sorted(pages) == sorted(listed)
    assert sorted(pages) == site.names()


def test_the_navigation_has_six_parts(site: Site) -> None:
    """From the first steps to the project itself."""
    captions = [part.get_text() for part in site.page("index").select(".sidebar-tree .caption")]
    parts = ["Start", "Guides", "Reference", "Operations", "Runbooks", "Project"]
    assert captions == parts


def test_every_link_leads_somewhere(site: Site) -> None:
    """To a file of the site, and to a place that is in it."""
    places = _places(site)
    lost = [
        f"{name}: {path}#{place}"
        for name in site.names()
        for path, place in _links(site, name)
        if not path.is_file() or (place and place not in places.get(path, set()))
    ]
    assert sorted(lost) == []


def test_every_picture_is_there_and_is_told_in_words(site: Site) -> None:
    """The file is in the site, and has a text for those who do not see it."""
    bad = [
        f"{name}: {attributes['src']}"
        for name in site.names()
        for tag, attributes in site.elements(name)
        if tag == "img"
        and (
            not (site.folder / name).parent.joinpath(attributes["src"]).is_file()
            or not attributes.get("alt", "").strip()
        )
    ]
    assert sorted(bad) == []


def test_the_front_page_shows_the_product(site: Site) -> None:
    """Three pictures, and links to where a visitor begins."""
    page = site.page("index")
    assert [Path(str(image["src"])).name for image in page.select("article img")] == PICTURES
    hrefs = {str(link["href"]) for link in page.select("article a.reference.internal")}
    first_steps = {
        "start.html",
        "install.html",
        "django.html",
        "standalone.html",
        "kubernetes.html",
    }
    assert first_steps | {"runbooks.html", "faq.html", "architecture.html"} <= hrefs


def test_every_page_has_a_title_a_heading_and_a_description(site: Site) -> None:
    """One of each, and no page has another's title."""
    titles = []
    for name in site.names():
        assert [tag for tag, _ in site.elements(name)].count("h1") == 1, name
        metas = [attributes for tag, attributes in site.elements(name) if tag == "meta"]
        (text,) = [meta["content"] for meta in metas if meta.get("name") == "description"]
        assert 0 < len(text) <= 160, name
        head = (site.folder / f"{name}.html").read_text(encoding="utf-8").partition("</head>")[0]
        (title,) = re.findall("<title>(.*)</title>", head)
        titles.append(title)
    assert sorted({title for title in titles if titles.count(title) > 1}) == []


def test_the_pages_carry_no_advertisement(site: Site) -> None:
    """At the foot stand the product and its version; the mark in the browser's tab is ours."""
    page = site.page("index")
    foot = page.select_one("footer")
    assert isinstance(foot, Tag)
    assert "Made with" not in foot.get_text()
    assert "django-health-exporter" in foot.get_text()
    (mark,) = page.select('link[rel~="icon"]')
    assert (site.folder / str(mark["href"]).partition("?")[0]).name == "favicon.svg"
