"""Who says what: for each value that is no default, the strongest source that gives it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django_health.settings import HealthSettings
from django_health.settings.declared import Declared
from django_health.settings.health import OLD_CUSTOM_CHECKS
from django_health.settings.validation import lowered
from django_health.settings.variables import ENVIRONMENT
from django_health_exporter.configuration.discovery import Place
from django_health_exporter.web.effective.document import Origin
from django_health_exporter.web.probe.targets import name_of

SECTIONS = ("django", "web", "log", "collectors", "thresholds", *Declared.__struct_fields__)
"""The parts of the configuration whose values have origins; of targets each as a whole has one."""

_NESTED = ("thresholds", "web.self_metrics")
"""The sections, and a key of one, whose values are one level deeper."""

Layer = Mapping[str, Any]
"""A part of the configuration in the form of the file."""


def origins_of(
    in_django: Mapping[str, object],
    file: Layer,
    flags: Layer,
    from_environment: Collection[str],
    environ: Mapping[str, str],
) -> dict[str, Origin]:
    """Return the origin of each value by its key, as ``thresholds.cpu.warning``.

    Args:
        in_django: ``HEALTH_CHECK``.
        file: The configuration file's content.
        flags: What was given on the command line, or in a flag's variable.
        from_environment: The keys of the latter.
        environ: The environment, whose ``HEALTH_*`` variables win over all.
    """
    layers: dict[Origin, Layer] = {
        "django": django_layer(in_django),
        "file": file,
        "flag": flags,
        "environment": environment_layer(environ),
    }
    origins = {key: origin for origin, layer in layers.items() for key in _keys(layer)}
    return origins | {key: "environment" for key in from_environment if key in origins}


def origins_of_targets(sources: Mapping[Place, Origin]) -> dict[str, Origin]:
    """Return the origin of each target by its key, as ``targets.database/default``."""
    return {f"targets.{name_of(*place)}": origin for place, origin in sources.items()}


def django_layer(in_django: Mapping[str, object]) -> Layer:
    """Return ``HEALTH_CHECK`` in the form of the file."""
    layer = lowered(in_django, HealthSettings, "HEALTH_CHECK")
    for key, name in {"checks": "collectors", OLD_CUSTOM_CHECKS: "custom_checks"}.items():
        if key in layer:
            layer[name] = layer.pop(key)
    return layer


def environment_layer(environ: Mapping[str, str]) -> Layer:
    """Return what the ``HEALTH_*`` variables override, in the form of the file."""
    layer: dict[str, Any] = {}
    for variable, (section, *path) in ENVIRONMENT.items():
        text = environ.get(variable, "").strip()
        if text and section == "thresholds":
            # One number is the level that warns, the second that which is critical.
            levels = ("warning", "critical")[: text.count("/") + 1]
            layer.setdefault(section, {})[path[0]] = dict.fromkeys(levels, text)
        elif text:
            layer[section] = layer.get(section, {}) | {path[0]: text} if path else text
    return layer


def _keys(layer: Layer) -> Iterator[str]:
    for section in SECTIONS:
        value = layer.get(section)
        if not isinstance(value, Mapping):
            yield from [section] if value is not None else []
            continue
        for key, below in value.items():
            nested = section in _NESTED or f"{section}.{key}" in _NESTED
            if nested and isinstance(below, Mapping):
                yield from (f"{section}.{key}.{name}" for name in below)
            elif below is not None:
                yield f"{section}.{key}"
