"""The site needs nobody but itself: no request to a third party, and it works without a network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest

from chromium import Tab
from documentation_site import Site

pytestmark = pytest.mark.timeout(600)

LOADING = {
    "script": "src",
    "link": "href",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "object": "data",
    "embed": "src",
    "form": "action",
}
"""What a browser loads by itself, or sends for the visitor: the attribute, by the tag."""

IN_STYLES = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")
LOOKED_AT = ("index", "metrics", "runbooks/DjangoHealthCacheDown", "operations/grafana")


class Quiet(SimpleHTTPRequestHandler):
    """Answers with files, and says nothing about it."""

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002
        """Keep it to itself."""


@pytest.fixture(scope="module")
def address(site: Site) -> Iterator[str]:
    """The site at a plain web server on loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site.folder)))
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def _is_foreign(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.netloc) or parts.scheme not in {"", "data"}


def test_no_page_loads_anything_from_elsewhere(site: Site) -> None:
    """No script, style, picture or frame, and no form goes elsewhere."""
    foreign = [
        f"{name}: {attributes[LOADING[tag]]}"
        for name in [*site.names(), "search"]
        for tag, attributes in site.elements(name)
        if _is_foreign(attributes.get(LOADING.get(tag, ""), ""))
    ]
    assert foreign == []


def test_no_style_loads_anything_from_elsewhere(site: Site) -> None:
    """No fonts and no pictures, in the style sheets as in the pages."""
    styles = {file: file.read_text(encoding="utf-8") for file in site.folder.rglob("*.css")}
    assert any(file.name == "site.css" for file in styles)
    styles[site.folder / "index.html"] = str(site.page("index").select("style"))
    found = {
        f"{file.relative_to(site.folder)}: {''.join(groups)}"
        for file, text in styles.items()
        for groups in IN_STYLES.findall(text)
        if _is_foreign("".join(groups))
    }
    assert found == set()


def _failures(tab: Tab) -> list[str]:
    """What was asked for and did not come."""
    events = tab.browser.events
    return [str(event["params"]) for event in events if event["method"] == "Network.loadingFailed"]


@pytest.mark.parametrize("name", LOOKED_AT)
def test_a_browser_asks_nobody_else(name: str, address: str, tab: Tab) -> None:
    """Every request goes to the site, none fails, and the browser has no complaint."""
    tab.open(f"{address}/{name}.html")
    tab.eventually("document.readyState === 'complete'")
    assert [url for url in tab.asked if not url.startswith(f"{address}/")] == []
    assert (_failures(tab), tab.complaints) == ([], [])


def test_a_folder_of_files_is_enough(site: Site, tab: Tab) -> None:
    """Without a web server and without a network, the pages are whole."""
    tab.call(
        "Network.emulateNetworkConditions",
        offline=True,
        latency=0,
        downloadThroughput=-1,
        uploadThroughput=-1,
    )
    for name in LOOKED_AT:
        tab.open(f"file://{site.folder}/{name}.html")
        assert tab.value("[...document.images].every(image => image.naturalWidth > 0)")
        assert tab.value("document.styleSheets.length") >= 2
        assert (_failures(tab), tab.complaints) == ([], [])


def test_the_search_finds_a_page(address: str, tab: Tab) -> None:
    """Also names with joints; with a piece of the text around them, and without asking anybody."""
    tab.open(f"{address}/search.html?q=django_health_exporter_check_duration_seconds")
    tab.eventually("document.querySelector('#search-results a[href=\"metrics.html\"]') !== null")
    tab.eventually("document.querySelector('#search-results .context .highlighted') !== null")
    assert [url for url in tab.asked if not url.startswith(f"{address}/")] == []
    assert (_failures(tab), tab.complaints) == ([], [])


def test_the_search_works_in_a_folder_of_files(site: Site, tab: Tab) -> None:
    """The index comes along as a script."""
    tab.open(f"file://{site.folder}/search.html?q=memcached")
    tab.eventually("document.querySelectorAll('#search-results .search li').length > 3")


def test_the_address_in_an_alert_leads_to_the_runbook(address: str, tab: Tab) -> None:
    """``<runbooks_url>/NAME.md``, at any web server that answers a folder with its index."""
    tab.open(f"{address}/runbooks/DjangoHealthCacheDown.md")
    tab.eventually("location.pathname === '/runbooks/DjangoHealthCacheDown.html'")
    tab.eventually("document.querySelector('h1')?.textContent.startsWith('DjangoHealthCacheDown')")


def test_the_site_holds_no_leavings(site: Site) -> None:
    """No sources, no pickles, no map of the machine that built it."""
    files = [file for file in site.folder.rglob("*") if file.is_file()]
    kinds = {file.suffix for file in files}
    assert kinds.isdisjoint({".pickle", ".doctree", ".md", ".pyc"})
    home = str(Path(__file__).parents[2])
    texts = [file for file in files if file.suffix in {".html", ".js", ".css"}]
    assert [str(file) for file in texts if home in file.read_text(encoding="utf-8")] == []
