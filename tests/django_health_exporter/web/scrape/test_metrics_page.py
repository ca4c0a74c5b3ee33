"""The forms in which pages of metrics come."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator

import pytest
from prometheus_client.metrics_core import Metric
from prometheus_client.openmetrics import parser as openmetrics_parser

from running_web import FakeCheck, RunningWeb, running_web

pages = pytest.mark.parametrize("page", ["/metrics", "/probe?target=database/default"])


@pytest.fixture(scope="module")
def web() -> Iterator[RunningWeb]:
    """A server with a check."""
    with running_web([FakeCheck()]) as running:
        yield running


@pages
def test_openmetrics_where_it_is_accepted(web: RunningWeb, page: str) -> None:
    """The same families come in the other format, whose strict parser takes them."""
    answer = web.get(page, Accept="application/openmetrics-text; version=1.0.0")
    assert answer.headers["Content-Type"].startswith("application/openmetrics-text; version=1.0.0")
    assert answer.headers["Vary"] == "Accept, Accept-Encoding"
    parse: Callable[[str], Iterator[Metric]] = openmetrics_parser.text_string_to_metric_families
    names = {family.name for family in parse(answer.text)}
    assert {"django_health_check_status", "django_health_fake_value"} <= names


@pages
def test_gzip_where_it_is_accepted(web: RunningWeb, page: str) -> None:
    """The body is packed, its length is that of the packed form."""
    answer = web.get(page, Accept_Encoding="gzip")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Vary"] == "Accept, Accept-Encoding"
    assert int(answer.headers["Content-Length"]) == len(answer.body)
    assert "django_health_check_status" in gzip.decompress(answer.body).decode()


@pages
def test_no_gzip_where_it_is_refused(web: RunningWeb, page: str) -> None:
    """A quality of 0 means no."""
    answer = web.get(page, Accept_Encoding="gzip;q=0, deflate")
    assert "Content-Encoding" not in answer.headers
    assert "django_health_check_status" in answer.text


@pytest.mark.parametrize("query", ["/metrics?collect[]=%ff", "/probe?target=%ff"])
def test_a_parameter_that_is_no_text(web: RunningWeb, query: str) -> None:
    """It is the client's error, told in one line that names it."""
    answer = web.get(query)
    name = query.partition("?")[2].partition("=")[0]
    assert (answer.status, answer.text) == (400, f"{name} is no UTF-8\n")
