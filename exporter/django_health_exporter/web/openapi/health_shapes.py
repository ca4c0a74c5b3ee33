"""The shapes of the health documents, as far as they are the same for everybody.

What a check found stands beside these keys and depends on what is asked: no shape forbids more.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, UnsetType

from django_health.result import Reason, Status

Time = Annotated[
    str,
    msgspec.Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", description="UTC."),
]
Seconds = Annotated[float, msgspec.Meta(ge=0, description="In seconds.")]


class Health(msgspec.Struct, kw_only=True):
    """How everything is, in one word."""

    status: Literal["healthy", "warning", "unhealthy"]
    timestamp: Time
    response_time: Seconds


class Result(msgspec.Struct, kw_only=True):
    """What a check answered; its figures stand beside."""

    status: Status
    response_time: Seconds
    reason: Reason | UnsetType = UNSET
    message: str | UnsetType = UNSET
    age: Seconds | UnsetType = UNSET
    last_success: Time | UnsetType = UNSET


class Target(Result, kw_only=True):
    """One target of a component."""

    server: str | UnsetType = UNSET
    servers: dict[str, Result] | UnsetType = UNSET


class WithTargets(Result, kw_only=True):
    """A component with targets, by their aliases."""

    targets: dict[str, Target]


class WithParts(Result, kw_only=True):
    """A component of several aspects."""

    parts: dict[str, Result]


class Checks(msgspec.Struct, kw_only=True):
    """The components that are watched; custom checks stand beside them under their names."""

    database: WithTargets | UnsetType = UNSET
    cache: WithTargets | UnsetType = UNSET
    system: WithParts | UnsetType = UNSET
    migrations: WithTargets | UnsetType = UNSET
    celery: Result | UnsetType = UNSET
    configuration: Result | UnsetType = UNSET
    http: WithTargets | UnsetType = UNSET
    smtp: WithTargets | UnsetType = UNSET
    storage: WithTargets | UnsetType = UNSET
    tcp: WithTargets | UnsetType = UNSET
    dns: WithTargets | UnsetType = UNSET
    sql: WithTargets | UnsetType = UNSET


class DetailedHealth(Health, kw_only=True):
    """Each check with its figures."""

    checks: Checks
    overall_response_time: Seconds


class System(msgspec.Struct, kw_only=True):
    """What the host is at; usages in percent."""

    cpu: dict[str, float] | UnsetType = UNSET
    memory: dict[str, float] | UnsetType = UNSET
    disk: dict[str, float] | UnsetType = UNSET
    uptime: str | UnsetType = UNSET


class SystemHealth(msgspec.Struct, kw_only=True):
    """The host alone."""

    status: Status
    timestamp: Time
    system: System


Word = Literal["pass", "warn", "fail"]


class HealthJson(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The one word, by draft-inadarei-api-health-check-06."""

    status: Word


class Observation(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """One figure of a check."""

    component_id: str | UnsetType = UNSET
    component_type: Literal["datastore", "system", "component"]
    observed_value: float
    observed_unit: str
    status: Word
    time: Time
    output: str | UnsetType = UNSET


class DetailedHealthJson(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Each check, by the same draft."""

    status: Word
    checks: dict[str, list[Observation]]
    notes: list[str] | UnsetType = UNSET
    output: str | UnsetType = UNSET
