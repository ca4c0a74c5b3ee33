"""The table of what can be asked; a new route is a line here, in the routes and in the document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django_health.reports.negotiation import HEALTH_JSON
from django_health_exporter.web.effective.document import EffectiveDocument
from django_health_exporter.web.openapi.health_shapes import (
    DetailedHealth,
    DetailedHealthJson,
    Health,
    HealthJson,
    SystemHealth,
)
from django_health_exporter.web.openapi.operation import (
    PLAIN,
    Answer,
    Json,
    Operation,
    Parameter,
    Text,
)
from django_health_exporter.web.probe.request import DEBUG, TARGET
from django_health_exporter.web.probe.service_discovery import TargetGroup
from django_health_exporter.web.scrape.deadline import HEADER
from django_health_exporter.web.scrape.selection import COLLECT, EXCLUDE

METRICS = (PLAIN, Text("application/openmetrics-text"))

PAGE = (Text("text/html"),)

REFUSED = Answer("Only for those who may see details.")

WRONG = Answer("A parameter or a header cannot be understood; the line says which.")

LIMIT = Parameter(
    HEADER,
    "header",
    {"type": "number", "exclusiveMinimum": 0},
    "Seconds after which the client gives up; the answer comes before that.",
)


RELOADED = {
    200: Answer("The new one is in force."),
    403: Answer("It is not switched on (--web.enable-lifecycle), or a page of another site asks."),
    500: Answer("The old one stays in force; the line says why."),
    503: Answer("It cannot be read again now."),
}


class Facts(NamedTuple):
    """What the document depends on.

    Attributes:
        telemetry_path: Where the metrics are.
        components: What ``collect[]`` may name.
        targets: What can be probed.
    """

    telemetry_path: str
    components: Sequence[str]
    targets: Sequence[str]


def operations(facts: Facts) -> list[Operation]:
    """Return all that can be asked."""
    return [
        _metrics(facts),
        _probe(facts),
        _health("/health/", "How everything is, in one word", Health, HealthJson),
        _health(
            "/health/detailed/", "Each check with its figures", DetailedHealth, DetailedHealthJson
        ),
        _health("/health/system/", "The host", SystemHealth, DetailedHealthJson),
        Operation(
            "/sd",
            "get",
            "The targets that can be probed, as service discovery of Prometheus",
            {
                200: Answer("The targets.", (Json(list[TargetGroup]),)),
                404: Answer("The daemon does not know its own address."),
            },
        ),
        Operation(
            "/config",
            "get",
            "The configuration as it took effect, without secrets",
            {
                200: Answer(
                    "The configuration.",
                    (Json(EffectiveDocument, "application/yaml"), Json(EffectiveDocument)),
                ),
                403: REFUSED,
            },
        ),
        Operation(
            "/openapi.json",
            "get",
            "This interface for programs, as OpenAPI 3.1",
            {200: Answer("The document.", (Json(dict[str, Any]),))},
        ),
        _line("/-/healthy", "Whether the process answers", {200: Answer("It does.")}),
        _line(
            "/-/ready",
            "Whether requests are welcome",
            {200: Answer("They are."), 503: Answer("It is ending.")},
        ),
        Operation("/-/reload", "post", "Read the configuration again", RELOADED),
        Operation("/-/reload", "put", "Read the configuration again", RELOADED),
        Operation(
            "/",
            "get",
            "How everything is, for people",
            {200: Answer("The page.", PAGE)},
            waits=True,
        ),
    ]


def _line(path: str, summary: str, answers: dict[int, Answer]) -> Operation:
    return Operation(path, "get", summary, answers)


def _metrics(facts: Facts) -> Operation:
    answers = {200: Answer("The metrics.", METRICS), 400: WRONG}
    parameters = (
        _names(COLLECT, facts.components, "The only components to ask."),
        _names(EXCLUDE, facts.components, f"The components not to ask; not with {COLLECT}."),
        LIMIT,
    )
    summary = "All checks, for Prometheus"
    return Operation(facts.telemetry_path, "get", summary, answers, parameters, waits=True)


def _probe(facts: Facts) -> Operation:
    parameters = (
        Parameter(
            TARGET,
            "query",
            _one_of(facts.targets),
            "One target of the configuration, as /sd lists them.",
            required=True,
        ),
        _names(COLLECT, facts.components, "The only components to ask that concern the target."),
        Parameter(
            DEBUG,
            "query",
            {"type": "boolean"},
            "Tell how the answer came about, as text for people.",
        ),
        LIMIT,
    )
    answers = {
        200: Answer("The metrics of the target alone.", METRICS),
        400: WRONG,
        403: REFUSED,
        404: Answer("There is no such target; the line lists all."),
    }
    summary = "One target, for Prometheus"
    return Operation("/probe", "get", summary, answers, parameters, waits=True)


def _health(path: str, summary: str, shape: Any, health_json: Any) -> Operation:
    bodies = (Json(shape), Json(health_json, HEALTH_JSON))
    answers = {
        200: Answer("It works, maybe with a warning.", bodies),
        503: Answer("It does not work.", (*bodies, PLAIN)),
    }
    if path == "/health/system/":
        answers[404] = Answer("The component 'system' is switched off.")
    return Operation(path, "get", summary, answers, waits=True)


def _names(name: str, names: Sequence[str], description: str) -> Parameter:
    return Parameter(name, "query", {"type": "array", "items": _one_of(names)}, description)


def _one_of(names: Sequence[str]) -> dict[str, Any]:
    return {"type": "string", "enum": list(names)} if names else {"type": "string"}
