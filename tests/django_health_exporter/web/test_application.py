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


def test_requests_are_logged_for_those_who_look_closely(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """At level debug, by path and without the query, which could hold anything."""
    with caplog.at_level(logging.DEBUG), running_web([FakeCheck()]) as web:
        web.get("/-/healthy?token=canary")
    assert "200 GET '/-/healthy'" in caplog.text
    assert "canary" not in caplog.text
