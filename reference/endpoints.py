"""The page of what can be asked by HTTP, of the daemon and inside Django."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus

from django.urls import URLPattern

from django_health import urls
from django_health.middleware import HealthCheckMiddleware
from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.openapi.document import COMMON
from django_health_exporter.web.openapi.operation import Answer, Json, Operation, Parameter
from django_health_exporter.web.openapi.table import REFUSED, Facts, operations
from reference.markdown import code, codes, in_help, inline, paragraphs, table
from reference.meaning import paragraphs_of, said
from reference.page import Page

_INTRODUCTION = """
What the daemon answers; `/openapi.json` says the same for programs, with the names of its own
components and targets. Examples, and what stands in the documents: [HTTP](../http-api.md). With
`--web.route-prefix` its path stands before all others, and `--web.telemetry-path` moves `/metrics`.
"""

_ANY = """
Besides, each of them answers 405 to any other method, with the header `Allow`. `GET` includes
`HEAD`.
"""

_DJANGO = """
Below the path at which `django_health.urls` is included, as in [inside Django](../django.md).
`GET`, `HEAD` and `OPTIONS` are answered, the documents in JSON or in `application/health+json`. Who
may see what is said by [settings](settings.md#health_check). The last slash may be left out or
added.
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
    return [*blocks, "## Inside Django", _DJANGO, _views(), "### The middleware", *_middleware()]


def _shared() -> Iterator[str]:
    yield "## What any of them may answer"
    yield _answers(COMMON)
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
            f"`{number}` {HTTPStatus(number).phrase}",
            in_help(said(answer.why, f"the answer {number}")),
            codes(dict.fromkeys(body.media_type for body in answer.bodies)),
            codes(dict.fromkeys(filter(None, map(_shape, _documents(answer))))),
        ]
        for number, answer in sorted(answers.items())
    ]
    return table(["status", "when", "forms", "its schema in `/openapi.json`"], rows)


def _documents(answer: Answer) -> list[Json]:
    return [body for body in answer.bodies if isinstance(body, Json)]


def _shape(body: Json) -> str:
    """The name that ``/openapi.json`` gives to what stands in a body; empty where it has none."""
    *_, inner = getattr(body.shape, "__args__", (body.shape,))
    return inner.__name__ if isinstance(inner, type) else ""


def _views() -> str:
    rows = []
    for pattern in urls.urlpatterns:
        if pattern.name:
            view = _view_of(pattern)
            about, *_ = paragraphs_of(view, view.__name__)
            name = f"{urls.app_name}:{pattern.name}"
            rows.append(
                [code(f"/health/{pattern.pattern}"), code(name), code(view.__name__), inline(about)]
            )
    return table(["path", "name", "view", "what"], rows)


def _view_of(pattern: URLPattern) -> type:
    view: type = pattern.callback.view_class  # type: ignore[attr-defined]
    return view


def _middleware() -> list[str]:
    return [paragraphs(paragraphs_of(HealthCheckMiddleware, "HealthCheckMiddleware"))]


PAGE = Page(
    "reference/endpoints.md",
    "HTTP endpoints",
    "Every path of the daemon and of the views inside Django: parameters, status codes, forms, "
    "who may",
    _blocks,
)
