"""The page at ``/``."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from django_health.version import __version__
from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.links import Links
from django_health_exporter.web.pages.landing import LINKS, landing_page
from running_web import FakeCheck, running_web


class Outline(HTMLParser):
    """Collects links, and complains of tags that do not match."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open."""
        self.seen.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag != "meta":
            self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close."""
        assert self.tags.pop() == tag


def outline(page: str) -> Outline:
    """Read a page."""
    parser = Outline()
    parser.feed(page)
    parser.close()
    assert parser.tags == []
    return parser


def test_links_to_everything_and_every_link_works() -> None:
    """All pages can be reached from here."""
    with running_web([FakeCheck("database"), FakeCheck("system", "")]) as web:
        answer = web.get("/")
        links = outline(answer.text).links
        assert links == ["/metrics", *LINKS]
        assert [link for link in links if web.get(link).status != 200] == []
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert f"<p>Version {__version__}</p>" in answer.text


def test_loads_nothing() -> None:
    """No script, style or picture, and nothing may be added to it."""
    with running_web() as web:
        answer = web.get("/")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert outline(answer.text).seen.isdisjoint({"script", "style", "link", "img", "iframe"})
    assert answer.text.startswith("<!DOCTYPE html>\n<html lang=")


def test_escapes_the_path() -> None:
    """A path with HTML in it stays a path."""
    page = landing_page(Links(), '/"><script>&')
    assert "<script>" not in page
    assert outline(page).links[0] == '/"><script>&'


def test_makes_room_for_the_metrics() -> None:
    """Where the metrics are at the root, they are what is there."""
    config = WebConfig(listen_addresses=("127.0.0.1:0",), telemetry_path="/")
    with running_web([FakeCheck()], config) as web:
        assert "django_health_check_status" in web.get("/").text


@pytest.mark.parametrize(
    ("url", "prefix", "first", "at"),
    [
        ("", "/in", "/in/metrics", ("/in", "/in/", "/")),
        ("http://h/out", "", "/out/metrics", ("/out", "/out/", "/")),
        ("http://h/out", "/", "/out/metrics", ("/",)),
        ("http://h/out", "/in", "/out/metrics", ("/in", "/in/", "/")),
    ],
)
def test_links_behind_a_proxy(url: str, prefix: str, first: str, at: tuple[str, ...]) -> None:
    """They lead to where the proxy has the pages, and the page is wherever one looks for it."""
    config = WebConfig(listen_addresses=("127.0.0.1:0",), external_url=url, route_prefix=prefix)
    with running_web([FakeCheck()], config) as web:
        for path in at:
            answer = web.get(path)
            if answer.status == 302:
                assert (path, answer.headers["Location"]) == ("/", at[1])
                answer = web.get(answer.headers["Location"])
            assert answer.status == 200
            assert outline(answer.text).links[0] == first
