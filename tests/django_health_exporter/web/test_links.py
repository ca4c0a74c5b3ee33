"""Where the pages are, for each pair of external URL and route prefix."""

from __future__ import annotations

import pytest

from django_health_exporter.web.links import Links


@pytest.mark.parametrize(
    ("url", "prefix", "route", "path", "base"),
    [
        ("", "", "/x", "/x", ""),
        ("", "/", "/x", "/x", ""),
        ("", "/in", "/in/x", "/in/x", ""),
        ("", "in/", "/in/x", "/in/x", ""),
        ("", "//in//", "/in/x", "/in/x", ""),
        ("http://h", "", "/x", "/x", "http://h"),
        ("HTTPS://h:8443/", "", "/x", "/x", "https://h:8443"),
        ("https://h/out", "", "/out/x", "/out/x", "https://h"),
        ("https://h/out/", "", "/out/x", "/out/x", "https://h"),
        ("https://h/a/b%20c/", "", "/a/b%20c/x", "/a/b%20c/x", "https://h"),
        ("https://h/out", "/", "/x", "/out/x", "https://h"),
        ("https://h/out", "/in", "/in/x", "/out/x", "https://h"),
        ("https://h", "/in", "/in/x", "/x", "https://h"),
        ("http://[::1]:9/out", "", "/out/x", "/out/x", "http://[::1]:9"),
    ],
)
def test_pages(url: str, prefix: str, route: str, path: str, base: str) -> None:
    """The prefix is by default the path of the URL; links bear the path of the URL in any case."""
    links = Links(url, prefix)
    assert (links.route("/x"), links.path("/x"), links.base) == (route, path, base)
    outside = f"{base.partition('://')[0]}://{links.name}/x" if base else links.name
    assert outside == (f"{base}{path}" if base else "")


@pytest.mark.parametrize(
    "url",
    [
        *("h", "/out", "h:80", "ftp://h", "http://", "http:///out", "http:h", "//h/out"),
        *("'http://h'", '"http://h"', "http://h:99999", "http://h:x", "http://h:0", "http://h:/a"),
        *("http://[::1", "http://h/é", "http://h/a\n", "http://h/%zz", "http://h/a\\b"),
        *("http://h h", "http://h/a//b", "http://h/../b", "http://h/./b"),
    ],
)
def test_urls_that_cannot_be(url: str) -> None:
    """They are refused in one line, which shows the value."""
    with pytest.raises(ValueError, match="external URL") as caught:
        Links(url)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        *("http://me:canary@h/", "http://canary@h", "http://h/?token=canary", "http://h/#canary"),
        *("http://h?canary", "http://h/canary@x"),
    ],
)
def test_urls_that_may_hold_a_secret(url: str) -> None:
    """They are refused without being repeated."""
    with pytest.raises(ValueError, match="no user, password, query or fragment") as caught:
        Links(url)
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize("prefix", ["/a b", "/a?b", "/a#b", "/é", "/a/../b", "/a//b", "http://h/a"])
def test_prefixes_that_cannot_be(prefix: str) -> None:
    """A prefix that no request could bear is refused."""
    with pytest.raises(ValueError, match="route prefix"):
        Links("", prefix)


def test_prefix_that_may_hold_a_secret() -> None:
    """A URL with a password in the wrong flag is not repeated."""
    with pytest.raises(ValueError, match="route prefix") as caught:
        Links("", "http://me:canary@h/")
    assert "canary" not in str(caught.value)
