"""No way of writing a path leads round the password."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from django_health_exporter.web.policy.policy import Policy
from running_web import FakeCheck, GivenPolicy, RunningWeb, running_web
from watched_bcrypt import hashed

OPEN = (b"/-/healthy", b"/-/ready")

REFUSED = (b"400", b"401")
"""What all others hear: it is no request, or it needs a password."""

PIECES = st.sampled_from(
    [
        *("/", "//", "/-", "/-/", "healthy", "ready", "-", "metrics", "..", ".", "/../", "/./"),
        *("%2e", "%2E%2e", "%2f", "%5c", "\\", ";", ":", "@", "#", "%00", "%23", "%3f", "&"),
        *("http://", "https://127.0.0.1", "localhost", "*", "HEALTHY", "Ready", "health", "\x85"),
    ]
)
TARGETS = st.lists(PIECES, min_size=1, max_size=8).map("".join) | st.text(
    st.characters(max_codepoint=255, blacklist_characters="\r\n ?"), min_size=1
)


@pytest.fixture(scope="module")
def web() -> Iterator[RunningWeb]:
    """A server that wants to know who asks."""
    policy = Policy(users={"prometheus": hashed("right")})
    with running_web([FakeCheck()], policies=GivenPolicy(policy)) as running:
        yield running


def _status(web: RunningWeb, target: bytes) -> bytes:
    request = b"GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    return web.raw(request % target).split(b" ", 2)[1]


@pytest.mark.parametrize("target", [*OPEN, b"/-/healthy?x=/metrics", b"/-/ready?"])
def test_what_is_open(web: RunningWeb, target: bytes) -> None:
    """The exempt paths are, to the letter; a query does not matter."""
    assert _status(web, target) == b"200"


@pytest.mark.parametrize(
    "target",
    [
        b"//metrics",
        b"/metrics/",
        b"/-/healthy/",
        b"//-/healthy",
        b"/-//healthy",
        b"/-/healthy/../metrics",
        b"/-/healthy/../../metrics",
        b"/-/healthy/%2e%2e/%2e%2e/metrics",
        b"/-/healthy%2f..%2f..%2fmetrics",
        b"/-/healthy;/../metrics",
        b"/-/healthy#/metrics",
        b"/-/healthy%3f/metrics",
        b"/-/healthy%00",
        b"/-/HEALTHY",
        b"/-/%68ealthy",
        b"/%2d/healthy",
        b"/./-/healthy",
        b"-/healthy",
        b"http://localhost/-/healthy",
        b"http://localhost/metrics",
        b"http://localhost/-/healthy/../metrics",
        b"//localhost/-/healthy",
        b"*",
        b"/-/healthy\xa0",
        b"/-/healthy\x85",
    ],
)
def test_what_is_not(web: RunningWeb, target: bytes) -> None:
    """Everything else is, however it is written."""
    assert _status(web, target) in REFUSED


@settings(max_examples=300)
@given(TARGETS)
@example("/-/healthy")
def test_no_other_path_is_open(web: RunningWeb, target: str) -> None:
    """Whatever comes out of pieces that servers take for one another."""
    written = target.encode("latin-1")
    if written not in OPEN:
        assert _status(web, written) in REFUSED
    else:
        assert _status(web, written) == b"200"


@settings(max_examples=300)
@given(st.binary(max_size=300) | st.binary(max_size=60).map(lambda rest: b"Basic " + rest))
@example(b"Basic cHJvbWV0aGV1czpyaWdodA")
def test_no_header_opens_or_breaks_anything(web: RunningWeb, header: bytes) -> None:
    """Any bytes after ``Authorization:`` are refused, and never our fault."""
    request = b"GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: %s\r\n\r\n"
    answer = web.raw(request % header.replace(b"\n", b" "))
    assert answer.split(b" ", 2)[1] in REFUSED


def test_the_password_opens(web: RunningWeb) -> None:
    """All these were refused for the lack of it."""
    request = b"GET /metrics HTTP/1.0\r\nAuthorization: Basic cHJvbWV0aGV1czpyaWdodA==\r\n\r\n"
    assert web.raw(request).split(b" ", 2)[1] == b"200"
