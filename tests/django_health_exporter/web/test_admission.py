"""How many requests may wait at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection

import pytest

from django_health_exporter.web.admission import Admission
from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.errors import RequestError
from django_health_exporter.web.table import ConnectionCounts
from running_web import HangingCheck, running_web
from sample_checks import eventually

TEXT = "Limit of concurrent requests reached (2), try again later."


class _Request:
    """A request that does nothing but wait."""

    def __init__(self) -> None:
        self.refusal = ""

    def give_way(self, refusal: RequestError) -> None:
        """Note why."""
        self.refusal = refusal.text


def _full() -> tuple[Admission, ConnectionCounts, list[_Request]]:
    """Two places, both taken from the same address."""
    counts = ConnectionCounts()
    admission, requests = Admission(2, counts), [_Request(), _Request()]
    for request in requests:
        admission.enter(request, "a")
    return admission, counts, requests


def test_more_than_may_are_refused() -> None:
    """With 503, when to come again, and in the words that node_exporter has."""
    admission, counts, (first, _) = _full()
    with pytest.raises(RequestError) as refused:
        admission.enter(_Request(), "a")
    assert (refused.value.status_code, refused.value.text) == (503, TEXT)
    assert refused.value.headers == {"Retry-After": "1"}
    assert (counts.in_flight, counts.rejected) == (2, 1)
    admission.leave(first)
    admission.leave(first)
    admission.enter(_Request(), "a")
    assert counts.in_flight == 2


def test_one_address_does_not_keep_the_others_out() -> None:
    """The latest of the one that has most gives way, but only to who would not have as many."""
    admission, counts, requests = _full()
    admission.enter(_Request(), "b")
    assert [request.refusal for request in requests] == ["", TEXT]
    assert (counts.in_flight, counts.rejected) == (2, 1)
    for group in ("a", "b", "c"):
        with pytest.raises(RequestError):
            admission.enter(_Request(), group)
    assert requests[0].refusal == ""


def test_who_waits_already_is_not_counted_again() -> None:
    """A page that asks twice takes one place."""
    admission, counts, requests = _full()
    admission.enter(requests[0], "a")
    assert counts.in_flight == 2


def test_no_limit() -> None:
    """0 lets any number wait."""
    counts = ConnectionCounts()
    admission = Admission(0, counts)
    for _ in range(1000):
        admission.enter(_Request(), "a")
    assert (counts.in_flight, counts.rejected) == (1000, 0)


def test_pages_that_ask_nothing_are_not_limited() -> None:
    """All that wait for checks count together; what is cheap is answered all the while."""
    check = HangingCheck()
    config = WebConfig(listen_addresses=("127.0.0.1:0",), max_requests=2)
    with running_web([check], config) as web, ThreadPoolExecutor() as threads:
        asking = [threads.submit(web.get, path) for path in ("/metrics", "/health/")]
        eventually(lambda: web.server.counts.in_flight == 2)
        for path in ("/metrics", "/health/", "/health/detailed/", "/"):
            refused = web.get(path)
            assert (refused.status, refused.text) == (503, f"{TEXT}\n")
            assert refused.headers["Retry-After"] == "1"
        for path in ("/-/healthy", "/-/ready", "/config"):
            assert web.get(path).status == 200
        assert web.get("/metrics?collect[]=nonsense").status == 400
        check.released.set()
        assert [each.result().status for each in asking] == [200, 200]
        eventually(lambda: web.server.counts.in_flight == 0)
        assert web.get("/metrics").status == 200
    assert web.server.counts.rejected == 4


def test_who_goes_away_makes_room() -> None:
    """And so does who gives way, whose client is told."""
    check = HangingCheck()
    config = WebConfig(listen_addresses=("127.0.0.1:0",), max_requests=2)
    with running_web([check], config) as web, ThreadPoolExecutor() as threads:
        gone = web.connect()
        gone.request("GET", "/metrics")
        eventually(lambda: web.server.counts.in_flight == 1)
        gone.close()
        eventually(lambda: web.server.counts.in_flight == 0)
        asking = []
        for number in (1, 2):
            asking.append(threads.submit(web.get, "/metrics"))
            eventually(lambda: web.server.counts.in_flight == number)  # noqa: B023
        other = HTTPConnection(web.host, web.port, 30, source_address=("127.0.0.2", 0))
        other.request("GET", "/metrics")
        assert asking[1].result().text == f"{TEXT}\n"
        check.released.set()
        assert asking[0].result().status == 200
        response = other.getresponse()
        assert response.status == 200
        response.read()
        other.close()
        eventually(lambda: web.server.counts.in_flight == 0)
