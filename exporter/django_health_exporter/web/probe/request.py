"""What a request for ``/probe`` asks for: one target of the configuration, and no address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django_health_exporter.web.errors import RequestError
from django_health_exporter.web.probe.targets import ProbeTarget
from django_health_exporter.web.scrape.selection import COLLECT, chosen_names

TARGET = "target"
DEBUG = "debug"

SWITCH: Mapping[str, bool] = {"true": True, "false": False}


class Asked(NamedTuple):
    """What is to be asked.

    Attributes:
        target: The target.
        kinds: The components of it that are wanted.
        debug: Whether the answer is to tell how it came about.
    """

    target: ProbeTarget
    kinds: tuple[str, ...]
    debug: bool


def asked_for(parameters: Mapping[str, Sequence[str]], targets: Mapping[str, ProbeTarget]) -> Asked:
    """Return what a request asks for.

    Args:
        parameters: The values of :data:`TARGET`, :data:`COLLECT` and :data:`DEBUG`.
        targets: What there is, by name.

    Raises:
        RequestError: The target is unknown, or a parameter is missing or cannot be understood.
    """
    target = _target(parameters[TARGET], targets)
    kinds = chosen_names(parameters[COLLECT], (), target.kinds) or target.kinds
    return Asked(target, kinds, _switch(parameters[DEBUG]))


def _target(values: Sequence[str], targets: Mapping[str, ProbeTarget]) -> ProbeTarget:
    if len(values) != 1:
        words = f"give {TARGET} once" if values else f"{TARGET} is missing"
        raise RequestError(400, f"{words}: {_known(targets)}")
    (name,) = values
    if name not in targets:
        raise RequestError(404, f"unknown {TARGET} {name[:100]!a}: {_known(targets)}")
    return targets[name]


def _known(targets: Mapping[str, ProbeTarget]) -> str:
    return f"there are {', '.join(targets) or 'none'}"


def _switch(values: Sequence[str]) -> bool:
    if not values:
        return False
    if len(values) > 1 or values[0] not in SWITCH:
        raise RequestError(400, f"{DEBUG} is true or false")
    return SWITCH[values[0]]
