"""The OpenAPI document that a table becomes."""

from __future__ import annotations

import msgspec

from django_health_exporter.web.openapi.document import openapi_document
from django_health_exporter.web.openapi.operation import Answer, Json, Operation, Parameter


class Thing(msgspec.Struct):
    """What it is.

    Attributes:
        size: Not told.
    """

    size: int


LIMIT = Parameter("limit", "query", {"type": "number"}, "How many.")
TABLE = [
    Operation("/thing", "get", "It", {200: Answer("There.", (Json(Thing),))}, [LIMIT]),
    Operation("/thing", "post", "Make it", {503: Answer("Not now.")}),
    Operation("/open", "get", "Open", {}),
    Operation("/checks", "get", "Ask", {}, waits=True),
]


def test_shapes_are_referred_to() -> None:
    """A shape stands once, under its name, described by its first paragraph."""
    document = openapi_document(TABLE, "/prefix")
    assert document["openapi"] == "3.1.0"
    assert document["servers"] == [{"url": "/prefix"}]
    get = document["paths"]["/thing"]["get"]
    assert get["operationId"] == "get_thing"
    assert get["parameters"] == [LIMIT.told()]
    assert get["responses"]["200"] == {
        "description": "There.",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}},
    }
    assert document["components"]["schemas"]["Thing"]["description"] == "What it is."


def test_what_any_operation_may_answer() -> None:
    """It is in each of them, as a line of text, unless it has a meaning of its own there."""
    paths = openapi_document(TABLE, "")["paths"]
    assert list(paths["/open"]["get"]["responses"]) == ["401", "413", "429", "431"]
    assert list(paths["/checks"]["get"]["responses"]) == ["401", "413", "429", "431", "503"]
    assert paths["/thing"]["post"]["responses"]["503"] == {
        "description": "Not now.",
        "content": {"text/plain": {"schema": {"type": "string"}}},
    }


def test_what_is_exempt_wants_no_password() -> None:
    """Nobody is refused there for having none."""
    paths = openapi_document(TABLE, "", (), ["/open"])["paths"]
    assert list(paths["/open"]["get"]["responses"]) == ["413", "429", "431"]
    assert "401" in paths["/checks"]["get"]["responses"]


def test_a_password_is_wanted_where_it_is() -> None:
    """The paths that are exempt have none."""
    document = openapi_document(TABLE, "", {"/thing"})
    assert document["components"]["securitySchemes"] == {
        "basic": {"type": "http", "scheme": "basic"}
    }
    assert document["paths"]["/thing"]["get"]["security"] == [{"basic": []}]
    assert document["paths"]["/thing"]["post"]["security"] == [{"basic": []}]
    assert "security" not in document["paths"]["/open"]["get"]
    assert "securitySchemes" not in openapi_document(TABLE, "")["components"]
