"""What is sent for a declared URL."""

from __future__ import annotations

from typing import Any

import pytest

from django_health.checks.http.request import USER_AGENT, HttpRequest
from django_health.settings.declarations import HttpEndpoint
from endpoint_listeners import CANARY


def request(url: str, **more: Any) -> HttpRequest:
    """The request of a URL."""
    return HttpRequest(HttpEndpoint(url=url, **more))


def lines(url: str, **more: Any) -> list[str]:
    """What is sent, line by line, up to the empty one."""
    head, _, body = request(url, **more).encoded().decode("latin-1").partition("\r\n\r\n")
    assert body == ""
    return head.split("\r\n")


def test_the_request_is_plain() -> None:
    """It says who asks, and wants the body as it is and the connection closed."""
    assert lines("http://shop.example/health?a=1#part") == [
        "GET /health?a=1 HTTP/1.1",
        "Host: shop.example",
        f"User-Agent: {USER_AGENT}",
        "Accept: */*",
        "Accept-Encoding: identity",
        "Connection: close",
    ]


@pytest.mark.parametrize(
    ("url", "address", "host", "is_encrypted"),
    [
        ("http://shop.example", ("shop.example", 80), "shop.example", False),
        ("https://shop.example/", ("shop.example", 443), "shop.example", True),
        ("https://shop.example:443/", ("shop.example", 443), "shop.example", True),
        ("http://shop.example:443/", ("shop.example", 443), "shop.example:443", False),
        ("HTTP://Shop.Example:8080", ("shop.example", 8080), "shop.example:8080", False),
        ("http://[::1]:8080/", ("::1", 8080), "[::1]:8080", False),
        ("http://bücher.example/", ("bücher.example", 80), "xn--bcher-kva.example", False),
    ],
)
def test_the_host_is_named_as_it_has_to_be(
    url: str, address: tuple[str, int], host: str, is_encrypted: bool
) -> None:
    """With its port where that is not the usual one."""
    made = request(url)
    assert (made.address, made.is_encrypted) == (address, is_encrypted)
    assert f"Host: {host}" in lines(url)


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("", "/"),
        ("?q=1", "/?q=1"),
        ("/ä?ö=ü", "/%C3%A4?%C3%B6=%C3%BC"),
        ("/a%20b;c=1,2/@:!$&'()*+?x=%C3%A4&y=/?", "/a%20b;c=1,2/@:!$&'()*+?x=%C3%A4&y=/?"),
    ],
)
def test_the_path_is_sent_as_it_is(path: str, sent: str) -> None:
    """What cannot be sent so is percent-encoded."""
    assert lines(f"http://shop.example{path}")[0] == f"GET {sent} HTTP/1.1"


def test_declared_headers_take_the_place_of_ours() -> None:
    """In any case of their letters."""
    headers = {"host": "other.example", "ACCEPT": "text/plain", "X-Name": "Grüße"}
    sent = lines("http://u:p@shop.example/", headers=headers | {"authorization": "Bearer x"})
    assert sent[1:] == [
        "host: other.example",
        f"User-Agent: {USER_AGENT}",
        "ACCEPT: text/plain",
        "Accept-Encoding: identity",
        "Connection: close",
        "authorization: Bearer x",
        "X-Name: Grüße",
    ]


def test_a_user_in_the_url_logs_in() -> None:
    """By Basic authentication, percent-encoding undone; also without a password."""
    assert "Authorization: Basic dTpwOkDDpA==" in lines("http://u:p%3A%40%C3%A4@shop.example/")
    assert "Authorization: Basic dTo=" in lines("http://u@shop.example/")


def test_a_post_has_an_empty_body() -> None:
    """And says so, as servers want it."""
    assert "Content-Length: 0" in lines("http://shop.example/", method="POST")


def test_it_prints_nothing() -> None:
    """For a URL may hold a token anywhere."""
    made = request(f"http://u:{CANARY}@shop.example/{CANARY}?{CANARY}", headers={"X": CANARY})
    assert CANARY not in f"{made} {made!r} {vars(made)!r}"
