"""The page of what can be asked by HTTP, of the daemon and inside Django."""

from __future__ import annotations

from collections.abc import Iterator

from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.openapi.document import COMMON, LOCKED, WAITING
from django_health_exporter.web.openapi.operation import Answer, Json, Operation, Parameter
from django_health_exporter.web.openapi.table import REFUSED, Facts, operations
from reference import django_endpoints
from reference.markdown import code, codes, in_help, status, table
from reference.meaning import said
from reference.page import Page

_INTRODUCTION = """
What the daemon answers; `/openapi.json` says the same for programs, with the names of its own
components and targets. Examples, and what stands in the documents: [HTTP](../http-api.md). With
`--web.route-prefix` its path stands before all others, and `--web.telemetry-path` moves `/metrics`.
"""

_ANY = """
Besides, each of them answers 405 to any other method, with the header `Allow`; `GET` includes
`HEAD`. Any other path is answered 404, and what is no HTTP 400, which ends the connection as 413
and 431 do. The last slash of the paths below `/health/`, and of that itself, may be left out.
"""

_EXCEPTIONS = """
401 is not answered where no password is wanted ({exempt}), and 503 for this reason only where
checks are waited for ({waiting}).
"""

DAEMON = operations(Facts(WebConfig().telemetry_path, (), ()))
"""Everything that can be asked of the daemon."""


def who_may(operation: Operation) -> str:
    """Return in words who is answered."""
    if operation.path in WebConfig().exempt_paths:
        return "everybody, without a password too"
    if REFUSED in operation.answers.values():
        return "users, or the same machine" if not operation.parameters else _DEBUG
    return "users, once there are some"


_DEBUG = "users, once there are some; with `debug` users, or the same machine"


def _blocks() -> list[str]:
    overview = [[_link(one), in_help(_summary(one)), who_may(one)] for one in DAEMON]
    blocks = [_INTRODUCTION, table(["request", "what", "who may"], overview), *_shared()]
    for operation in DAEMON:
        blocks += _operation(operation)
    return [*blocks, "## Inside Django", *django_endpoints.blocks()]


def _shared() -> Iterator[str]:
    yield "## What any of them may answer"
    yield _answers(COMMON | LOCKED | WAITING)
    waiting = codes(dict.fromkeys(one.path for one in DAEMON if one.waits))
    yield _EXCEPTIONS.format(exempt=codes(WebConfig().exempt_paths), waiting=waiting)
    yield _ANY


def _summary(operation: Operation) -> str:
    return said(operation.summary, f"the operation {operation.path}")


def _heading(operation: Operation) -> str:
    return f"{operation.method.upper()} {operation.path}"


def _link(operation: Operation) -> str:
    anchor = "".join(
        one for one in _heading(operation).lower().replace(" ", "-") if one.isalnum() or one in "-_"
    )
    return f"[`{_heading(operation)}`](#{anchor})"


def _operation(operation: Operation) -> list[str]:
    head = ["parameter", "where", "type", "meaning"]
    rows = [_parameter(one, operation.path) for one in operation.parameters]
    return [
        f"## `{_heading(operation)}`",
        f"{in_help(_summary(operation))}.",
        table(head, rows) if rows else "",
        _answers(dict(operation.answers)),
    ]


def _parameter(parameter: Parameter, path: str) -> list[str]:
    meaning = in_help(said(parameter.description, f"the parameter {parameter.name} of {path}"))
    needed = "; has to be given" if parameter.required else ""
    kind = f"{parameter.schema['type']}{needed}"
    return [code(parameter.name), parameter.place, kind, meaning]


def _answers(answers: dict[int, Answer]) -> str:
    rows = [
        [
            status(number),
            codes(dict.fromkeys(body.media_type for body in answer.bodies)),
            codes(dict.fromkeys(filter(None, map(_shape, _documents(answer))))),
            in_help(said(answer.why, f"the answer {number}")),
        ]
        for number, answer in sorted(answers.items())
    ]
    return table(["status", "forms", "its schema in `/openapi.json`", "when"], rows)


def _documents(answer: Answer) -> list[Json]:
    return [body for body in answer.bodies if isinstance(body, Json)]


def _shape(body: Json) -> str:
    """The name that ``/openapi.json`` gives to what stands in a body; empty where it has none."""
    *_, inner = getattr(body.shape, "__args__", (body.shape,))
    return inner.__name__ if isinstance(inner, type) else ""


PAGE = Page(
    "reference/endpoints.md",
    "HTTP endpoints",
    "Every path of the daemon and of the views inside Django: parameters, status codes, forms, "
    "who may",
    _blocks,
)
