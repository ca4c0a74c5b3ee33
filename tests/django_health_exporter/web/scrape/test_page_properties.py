"""Whatever a client asks ``/metrics`` with: an answer, or a refusal of one line."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from running_web import FakeCheck, RunningWeb, running_web

PRINTED = st.text(st.characters(min_codepoint=33, max_codepoint=126))
QUERIES = st.one_of(
    PRINTED,
    st.lists(
        st.tuples(
            st.sampled_from(["collect[]", "exclude[]", "collect%5B%5D", "%65xclude[]", "x"]),
            st.one_of(st.sampled_from(["cache", "system", "", "%ff", "%0d%0a"]), PRINTED),
        ).map("=".join),
        max_size=3,
    ).map("&".join),
)
TIMEOUTS = st.one_of(
    st.floats(1, 100).map(repr),
    st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f")),
)


@pytest.fixture(scope="module")
def web() -> Iterator[RunningWeb]:
    """A server with checks that work."""
    with running_web([FakeCheck(), FakeCheck("cache")]) as running:
        yield running


@settings(max_examples=60)
@given(query=QUERIES.filter(lambda text: "#" not in text), timeout=TIMEOUTS)
@example("collect[]=cache&collect[]=%ff", "10")
@example("exclude[]=cache&exclude[]=database", "1e-9")
def test_no_query_and_no_timeout_breaks_it(web: RunningWeb, query: str, timeout: str) -> None:
    """200 with the metrics, or 400 with one line; never an error of ours."""
    request = (
        f"GET /metrics?{query} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        f"X-Prometheus-Scrape-Timeout-Seconds: {timeout}\r\n\r\n"
    )
    head, _, body = web.raw(request.encode("latin-1")).partition(b"\r\n\r\n")
    status = head.partition(b"\r\n")[0]
    if status == b"HTTP/1.1 200 OK":
        assert b"django_health_check_status{" in body
    else:
        assert status == b"HTTP/1.1 400 Bad Request"
        assert len(body.splitlines()) == 1
        assert b"Traceback" not in body
