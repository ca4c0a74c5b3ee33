"""The page at ``/``."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from django_health.result import Status
from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.policy.policy import Policy
from running_web import CancellableCheck, FakeCheck, GivenPolicy, RaisingCheck, running_web
from watched_bcrypt import basic, hashed

USERS = GivenPolicy(Policy(users={"prometheus": hashed("right")}))

PAGES = [
    "/metrics",
    "/health/",
    "/health/detailed/",
    "/health/system/",
    "/sd",
    "/config",
    "/openapi.json",
    "/-/healthy",
    "/-/ready",
]


def _config(**settings: object) -> WebConfig:
    return WebConfig(listen_addresses=("127.0.0.1:0",), **settings)  # type: ignore[arg-type]


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect the links to pages of the daemon."""
        href = dict(attrs).get("href") or ""
        if tag == "a" and href.startswith("/"):
            self.found.append(href)


def _links(page: str) -> list[str]:
    parser = _Links()
    parser.feed(page)
    return list(dict.fromkeys(parser.found))


def test_links_to_everything_and_every_link_works() -> None:
    """All pages can be reached from here."""
    with running_web([FakeCheck("database"), FakeCheck("system", "")]) as web:
        answer = web.get("/")
        links = _links(answer.text)
        assert [link for link in links if web.get(link).status != 200] == []
    assert set(links) >= set(PAGES)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


def test_the_policy_of_the_page_is_sent() -> None:
    """Nothing may be added to it, and nobody may put it in a frame."""
    with running_web([FakeCheck()]) as web:
        headers = web.get("/").headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"


def test_what_fails_is_shown_and_the_page_is_there() -> None:
    """The status code is for programs, which ask ``/health/``; a page with 503 is hard to show."""
    with running_web([FakeCheck("cache", "sessions", Status.ERROR), RaisingCheck()]) as web:
        answer = web.get("/")
        assert web.get("/health/").status == 503
    assert answer.status == 200
    assert "sessions" in answer.text
    assert "canary" not in answer.text


def test_what_hangs_is_waited_for_no_longer_than_by_others() -> None:
    """The page comes at the deadline, with what is known by then."""
    config = _config(scrape_timeout=1.0, timeout_offset=0.5)
    silent = CancellableCheck("cache", "sessions")
    with running_web([FakeCheck(), silent], config) as web:
        answer = web.get("/")
    assert answer.status == 200
    assert "timeout" in answer.text


def test_the_past_is_on_it() -> None:
    """What any request heard before is not forgotten when it is well again."""
    check = FakeCheck("cache", "sessions", Status.ERROR)
    with running_web([check]) as web:
        web.get("/health/")
        check.status = Status.OK
        text = web.get("/").text
    assert "error all along" in text or "error since" in text


def test_who_shows_no_password_sees_the_word_alone() -> None:
    """Also where the page itself is exempt; who was let in elsewhere is known there too."""
    check = FakeCheck("cache", "sessions", Status.ERROR)
    with running_web([check], _config(exempt_paths=("/",)), policies=USERS) as web:
        stranger = web.get("/")
        right = basic("prometheus", "right")
        assert web.get("/health/", Authorization=right).status == 503
        known = web.get("/", Authorization=right)
    assert (stranger.status, known.status) == (200, 200)
    assert "sessions" not in stranger.text
    assert "sessions" in known.text


def test_it_needs_a_password_as_the_others_do() -> None:
    """Where users are configured."""
    with running_web([FakeCheck()], policies=USERS) as web:
        assert web.get("/").status == 401
        assert web.get("/", Authorization=basic("prometheus", "right")).status == 200


def test_makes_room_for_the_metrics() -> None:
    """Where the metrics are at the root, they are what is there."""
    with running_web([FakeCheck()], _config(telemetry_path="/")) as web:
        assert "django_health_check_status" in web.get("/").text


@pytest.mark.parametrize(
    ("url", "prefix", "before", "at"),
    [
        ("", "/in", "/in", ("/in", "/in/", "/")),
        ("http://h/out", "", "/out", ("/out", "/out/", "/")),
        ("http://h/out", "/", "/out", ("/",)),
        ("http://h/out", "/in", "/out", ("/in", "/in/", "/")),
    ],
)
def test_links_behind_a_proxy(url: str, prefix: str, before: str, at: tuple[str, ...]) -> None:
    """They lead to where the proxy has the pages, and the page is wherever one looks for it."""
    with running_web([FakeCheck()], _config(external_url=url, route_prefix=prefix)) as web:
        for path in at:
            answer = web.get(path)
            if answer.status == 302:
                assert (path, answer.headers["Location"]) == ("/", at[1])
                answer = web.get(answer.headers["Location"])
            assert answer.status == 200
            assert set(_links(answer.text)) >= {before + page for page in PAGES}
