"""The page at ``/``."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser

import pytest

from django_health.page import here
from django_health.result import Outcome, Status
from django_health.settings import HealthSettings
from django_health.settings.linked_pages import LinkedPages
from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.policy.policy import Policy
from django_health_exporter.web.scrape.deadline import HEADER
from running_web import CancellableCheck, FakeCheck, GivenPolicy, RaisingCheck, running_web
from watched_bcrypt import basic, hashed

GRAFANA = "https://grafana.intern.example"

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


def test_what_hangs_is_not_waited_for() -> None:
    """The page comes soon, with what is known by then; that is no news of what has not answered."""
    silent = CancellableCheck("cache", "sessions")
    silent.timeout = 60.0
    with running_web([FakeCheck(), silent], _config(scrape_timeout=60.0)) as web:
        begun = time.monotonic()
        answer = web.get("/")
        took = time.monotonic() - begun
        silent.cancel()
    assert answer.status == 200
    assert took < 30
    assert "no answer yet" in answer.text
    assert "Not known yet" in answer.text


class _HangingLater(CancellableCheck):
    def check(self) -> Outcome:
        """Answer once."""
        return FakeCheck.check(self) if not self.runs else super().check()


def test_what_hangs_is_shown_as_it_was() -> None:
    """With the age of its last answer."""
    later = _HangingLater("cache", "sessions")
    later.timeout = 60.0
    with running_web([later]) as web:
        web.get("/health/")
        text = web.get("/").text
        later.cancel()
    assert "Healthy" in text
    assert " s ago" in text


def test_who_is_in_a_hurry_writes_nothing_into_the_past() -> None:
    """A check that did not answer within the time of one request has said nothing."""
    slow = _HangingLater("cache", "sessions")
    slow.timeout, slow.runs = 60.0, 1
    with running_web([slow]) as web:
        assert 'reason="timeout"' in web.get("/metrics", **{HEADER: "0.001"}).text
        slow.cancel()
        text = web.get("/").text
    assert "last 6 h: ok; not asked" in text


def test_the_past_is_on_it() -> None:
    """What any request heard before is not forgotten when it is well again."""
    check = FakeCheck("cache", "sessions", Status.ERROR)
    with running_web([check]) as web:
        web.get("/health/")
        check.status = Status.OK
        text = web.get("/").text
    assert re.search(r"last 6 h: ok since \d\d:\d\d, error at least", text)


def test_who_shows_no_password_sees_the_word_alone() -> None:
    """Also where the page itself is exempt; who was let in elsewhere is known there too."""
    check = FakeCheck("cache", "sessions", Status.ERROR)
    settings = HealthSettings(links=LinkedPages(grafana_url=GRAFANA))
    config = _config(exempt_paths=("/",))
    with running_web([check], config, policies=USERS, settings=settings) as web:
        stranger = web.get("/")
        right = basic("prometheus", "right")
        assert web.get("/health/", Authorization=right).status == 503
        known = web.get("/", Authorization=right)
    assert (stranger.status, known.status) == (200, 200)
    assert "sessions" not in stranger.text
    assert "sessions" in known.text
    assert (_links(stranger.text), GRAFANA in stranger.text) == ([], False)
    assert GRAFANA in known.text


def test_it_needs_a_password_as_the_others_do() -> None:
    """Where users are configured."""
    with running_web([FakeCheck()], policies=USERS) as web:
        assert web.get("/").status == 401
        assert web.get("/", Authorization=basic("prometheus", "right")).status == 200


@pytest.mark.parametrize("path", ["/", "/in", "/in/"])
def test_what_leads_there_needs_no_password_either(path: str) -> None:
    """Where the page is exempt, and not where it is not."""
    for exempt, status in (("/", {200, 302}), ("/-/healthy", {401})):
        config = _config(exempt_paths=(exempt,), external_url="http://h/in")
        with running_web([FakeCheck()], config, policies=USERS) as web:
            assert web.get(path).status in status


def test_what_it_is_about() -> None:
    """The external URL without its scheme, or else the machine."""
    with running_web([FakeCheck()], _config(external_url="http://h.example/out")) as web:
        assert "<title>Healthy, h.example/out: " in web.get("/out/").text
    with running_web([FakeCheck()]) as web:
        assert f"<title>Healthy, {here()}: " in web.get("/").text


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
