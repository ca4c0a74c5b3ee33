"""The table of what can be asked, held against the routes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tornado.routing import PathMatches

from django_health_exporter.web.application import build_application
from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.openapi.operation import Operation
from django_health_exporter.web.openapi.table import Facts, operations
from running_web import FakeCheck, RunningWeb, running_web

FACTS = Facts("/a.b/metrics", ("database", "system"), ("database/default",))
OPERATIONS = operations(FACTS)
TABLE = {operation.path: operation for operation in OPERATIONS}


@pytest.fixture(scope="module")
def web() -> Iterator[RunningWeb]:
    """A server with its metrics at a place of their own."""
    config = WebConfig(listen_addresses=("127.0.0.1:0",), telemetry_path=FACTS.telemetry_path)
    checks = [FakeCheck("database"), FakeCheck("system", "")]
    with running_web(checks, config) as running:
        yield running


def test_each_route_is_in_the_table(web: RunningWeb) -> None:
    """A page that is added without a line here is noticed."""
    rules = build_application(web.server._service).wildcard_router.rules
    patterns = [rule.matcher.regex for rule in rules if isinstance(rule.matcher, PathMatches)]
    assert len(patterns) == len(rules)
    untold = [one.pattern for one in patterns if not any(map(one.match, TABLE))]
    assert untold == []


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.identity)
def test_each_line_is_a_route(web: RunningWeb, operation: Operation) -> None:
    """Whatever is asked for there, it is not a page that there is not."""
    answer = web.get(operation.path, operation.method.upper())
    assert answer.status != 405
    assert answer.text != "404 Not Found\n"
    assert answer.status in operation.answers
    media_type = answer.headers["Content-Type"].partition(";")[0]
    assert media_type in [body.media_type for body in operation.answers[answer.status].bodies]


def test_names_are_those_of_the_daemon() -> None:
    """What may be named is told, so that a client can offer it."""
    parameters = {one.name: one.schema for one in TABLE["/probe"].parameters}
    assert parameters["target"] == {"type": "string", "enum": ["database/default"]}
    assert parameters["collect[]"]["items"]["enum"] == ["database", "system"]


def test_nothing_to_name_is_no_empty_list() -> None:
    """JSON Schema wants one value at least."""
    (probe,) = (one for one in operations(Facts("/metrics", (), ())) if one.path == "/probe")
    assert probe.parameters[0].schema == {"type": "string"}
