"""The OpenAPI document of a table of operations."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec

from django_health.version import __version__
from django_health_exporter.web.openapi.operation import (
    Answer,
    Body,
    Json,
    Operation,
    Schema,
)
from django_health_exporter.web.refusal import BODY
from django_health_exporter.web.table.streams import HEADER

VERSION = "3.1.0"

INFO = {
    "title": "django-health-exporter",
    "version": __version__,
    "description": "How all that a Django application stands on is.",
}

LOCKED = {401: Answer("Users are configured, and this is none of them.")}
"""What a path may answer that is not exempt from passwords."""

WAITING = {503: Answer("More requests wait for checks than may.")}
"""What an operation may answer that waits for checks."""

COMMON = {
    413: Answer(f"The body of the request has more than {BODY} bytes."),
    429: Answer("More requests came than the rate limit lets in."),
    431: Answer(f"The header of the request has more than {HEADER} bytes.", ()),
}
"""What any operation may answer, unless it has something of its own to say."""

BASIC = "basic"


def openapi_document(
    operations: Sequence[Operation],
    server: str,
    protected: Collection[str] = (),
    exempt: Collection[str] = (),
) -> Schema:
    """Return the document.

    Args:
        operations: What can be asked.
        server: What stands before all paths.
        protected: The paths for which a password is wanted.
        exempt: Those for which none is ever wanted.
    """
    shapes = [json for operation in operations for json in operation.shapes]
    schemas, named = msgspec.json.schema_components(
        [json.shape for json in shapes], ref_template="#/components/schemas/{name}"
    )
    shown = dict(zip(map(id, shapes), schemas, strict=True))
    components: Schema = {"schemas": {name: _described(schema) for name, schema in named.items()}}
    paths: dict[str, Schema] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method] = _operation(
            operation, answers_of(operation, exempt), shown
        )
    document: Schema = {
        "openapi": VERSION,
        "info": INFO,
        "servers": [{"url": server or "/"}],
        "paths": paths,
        "components": components,
    }
    if protected:
        components["securitySchemes"] = {BASIC: {"type": "http", "scheme": "basic"}}
    for path in paths.keys() & protected:
        for told in paths[path].values():
            told["security"] = [{BASIC: []}]
    return document


def answers_of(operation: Operation, exempt: Collection[str]) -> dict[int, Answer]:
    """Return all that an operation may answer: its own, and what others may answer too.

    Args:
        operation: Which.
        exempt: The paths for which no password is ever wanted.
    """
    locked = {} if operation.path in exempt else LOCKED
    waiting = WAITING if operation.waits else {}
    return COMMON | locked | waiting | dict(operation.answers)


def _operation(
    operation: Operation, answers: dict[int, Answer], schemas: dict[int, Schema]
) -> Schema:
    told: Schema = {
        "operationId": operation.identity,
        "summary": operation.summary,
        "responses": {str(code): _answer(answers[code], schemas) for code in sorted(answers)},
    }
    if operation.parameters:
        told["parameters"] = [parameter.told() for parameter in operation.parameters]
    return told


def _answer(answer: Answer, schemas: dict[int, Schema]) -> Schema:
    content = {body.media_type: {"schema": _schema(body, schemas)} for body in answer.bodies}
    return {"description": answer.why, "content": content}


def _schema(body: Body, schemas: dict[int, Schema]) -> Schema:
    return schemas[id(body)] if isinstance(body, Json) else {"type": "string"}


def _described(schema: Schema) -> Schema:
    """A schema whose description is the first paragraph of what it was made from."""
    if "description" in schema:
        schema["description"] = " ".join(schema["description"].partition("\n\n")[0].split())
    return schema
