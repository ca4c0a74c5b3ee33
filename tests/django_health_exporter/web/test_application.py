"""The table of paths."""

from __future__ import annotations

import logging

import pytest

from django_health_exporter.web.config import WebConfig
from running_web import FakeCheck, running_web

PATHS = ["/", "/metrics", "/-/healthy", "/-/ready"]
DOCUMENTS = ["/health", "/health/detailed", "/health/system"]


@pytest.mark.parametrize("path", [*PATHS, *DOCUMENTS, *(f"{path}/" for path in DOCUMENTS)])
def test_every_path_answers(path: str) -> None:
    """Each path of the table answers, a document with and without the last slash."""
    with running_web([FakeCheck(), FakeCheck("system", "")]) as web:
        assert web.get(path).status == 200


@pytest.mark.parametrize("path", ["/metrics/", "/nothing", "/health/nothing", "/-/", "//"])
def test_other_paths_do_not(path: str) -> None:
    """What is not in the table is not there."""
    with running_web([FakeCheck()]) as web:
        assert web.get(path).status == 404


def test_the_path_of_the_metrics_is_taken_literally() -> None:
    """A dot in it is a dot, and not any character."""
    config = WebConfig(listen_addresses=("127.0.0.1:0",), telemetry_path="/m.txt")
    with running_web([FakeCheck()], config) as web:
        assert web.get("/m.txt").status == 200
        assert web.get("/mxtxt").status == 404


PREFIXED = [
    WebConfig(listen_addresses=("127.0.0.1:0",), route_prefix="/in.x"),
    WebConfig(listen_addresses=("127.0.0.1:0",), external_url="http://h/in.x/"),
]


@pytest.mark.parametrize("config", PREFIXED, ids=["prefix", "url"])
def test_all_pages_live_under_the_prefix(config: WebConfig) -> None:
    """With it each path answers, the probes of the process too, and without it none does."""
    with running_web([FakeCheck(), FakeCheck("system", "")], config) as web:
        for path in [*PATHS, *DOCUMENTS]:
            assert web.get(f"/in.x{path}").status == 200
        for path in [*PATHS[1:], *DOCUMENTS, "//", "/inyx/metrics", "/in.x/in.x/metrics"]:
            assert web.get(path).status == 404


def test_root_leads_to_the_prefix() -> None:
    """As with Prometheus: 302, for GET and HEAD alone."""
    with running_web([FakeCheck()], PREFIXED[0]) as web:
        answer = web.get("/?token=canary")
        assert (answer.status, answer.headers["Location"], answer.text) == (
            302,
            "/in.x/",
            "/in.x/\n",
        )
        assert web.get("/", "HEAD").status == 302
        assert web.get("/", "POST").status == 405


def test_metrics_at_the_root_of_the_prefix() -> None:
    """They take the place of the landing page there too."""
    config = WebConfig(listen_addresses=("127.0.0.1:0",), route_prefix="/in", telemetry_path="/")
    with running_web([FakeCheck()], config) as web:
        for path in ("/in", "/in/"):
            assert "django_health_check_status" in web.get(path).text


def test_requests_are_logged_for_those_who_look_closely(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """At level debug, by path and without the query, which could hold anything."""
    with caplog.at_level(logging.DEBUG), running_web([FakeCheck()]) as web:
        web.get("/-/healthy?token=canary")
    assert "200 GET '/-/healthy'" in caplog.text
    assert "canary" not in caplog.text
