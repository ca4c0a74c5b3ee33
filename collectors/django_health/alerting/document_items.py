"""What is wrong in a document of the health, short or detailed: where, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from django_health.result import Status

_STATUSES = {
    "error": Status.ERROR,
    "unhealthy": Status.ERROR,
    "warning": Status.WARNING,
}
"""The words that are no good news; all others are passed over."""


class Place(NamedTuple):
    """One check in a document.

    Attributes:
        check: The component.
        target: The alias in it, if any.
        part: The server or the aspect, if any.
        status: ``warning`` or ``error``.
        entry: What the document says of it.
    """

    check: str
    target: str
    part: str
    status: Status
    entry: Mapping[str, object]


def wrong_places(health_data: Mapping[str, object]) -> list[Place]:
    """Return what a document says is wrong, errors first; nothing where it is made otherwise."""
    found = [
        Place(name, target, part, status, entry)
        for name, component in _sections(health_data.get("checks")).items()
        for target, part, entry in _leaves(component)
        if (status := _STATUSES.get(str(entry.get("status")))) is not None
    ]
    return sorted(found, key=lambda place: -place.status.severity)


def _leaves(component: Mapping[str, object]) -> Iterator[tuple[str, str, Mapping[str, object]]]:
    """The checks of a component, as the detailed document has them; itself where it has none."""
    targets = _sections(component.get("targets"))
    parts = _sections(component.get("parts"))
    for alias, target in targets.items():
        servers = _sections(target.get("servers"))
        for server, entry in servers.items():
            yield alias, server, entry
        if not servers:
            only = target.get("server")
            yield alias, only if isinstance(only, str) else "", target
    for part, entry in parts.items() if not targets else ():
        yield "", part, entry
    if not targets and not parts:
        yield "", "", component


def _sections(value: object) -> dict[str, Mapping[str, object]]:
    """What is called like this and has a status; figures of a check may be called the same."""
    if not isinstance(value, Mapping):
        return {}
    return {
        str(name): entry
        for name, entry in value.items()
        if isinstance(entry, Mapping) and "status" in entry
    }
