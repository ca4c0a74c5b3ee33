"""One operation of the HTTP interface."""

from __future__ import annotations

import pytest

from django_health_exporter.web.openapi.operation import (
    PLAIN,
    Answer,
    Json,
    Operation,
    Parameter,
)


@pytest.mark.parametrize(
    ("path", "identity"),
    [
        ("/", "get_landing_page"),
        ("/health/detailed/", "get_health_detailed"),
        ("/-/ready", "get_ready"),
        ("/openapi.json", "get_openapi"),
        ("/a.b/(c", "get_a_b_c"),
    ],
)
def test_identity(path: str, identity: str) -> None:
    """Programs make a function's name of it."""
    assert Operation(path, "get", "It", {}).identity == identity


def test_shapes() -> None:
    """Only bodies that have one are told of."""
    json = Json(dict[str, int])
    answers = {200: Answer("It.", (PLAIN, json)), 404: Answer("No.")}
    assert list(Operation("/", "get", "It", answers).shapes) == [json]


def test_parameter() -> None:
    """A parameter is told as OpenAPI has it."""
    told = Parameter("target", "query", {"type": "string"}, "Which.", required=True).told()
    assert told == {
        "name": "target",
        "in": "query",
        "required": True,
        "schema": {"type": "string"},
        "description": "Which.",
    }
