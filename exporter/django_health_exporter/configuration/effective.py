"""The configuration as it took effect, as the page ``/config`` shows it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from django_health.masking import STARS
from django_health.settings import COMPONENTS, HealthSettings
from django_health.settings.channels import AnyChannel
from django_health.settings.declarations import Declaration
from django_health.targets import SkippedTarget, Target
from django_health_exporter.configuration.config import Config
from django_health_exporter.web.effective.document import (
    EffectiveAlerting,
    EffectiveChannel,
    EffectiveDjango,
    EffectiveDocument,
    EffectiveLog,
    EffectiveTarget,
    Origin,
    Value,
)
from django_health_exporter.web.probe.targets import name_of

DECLARED: Mapping[str, tuple[str, ...]] = {
    "http": ("method", "expected_status"),
    "smtp": ("host", "port", "security", "mailer"),
    "storage": ("alias",),
    "tcp": ("host", "port"),
    "dns": ("name", "record", "nameserver", "nameserver_port"),
    "sql": ("database", "labels", "max_rows"),
}
"""What is shown of each kind of declaration; a URL, a query or a text may hold a token."""

_OWN = {"target", "engine", "backend", "origin", "options"}
_OF_TARGET = [name for name in EffectiveTarget.__struct_fields__ if name not in _OWN]
"""What is shown of a target as it is, if it has it."""

TARGETS = "targets."
"""Begins the keys of targets, each of which tells its origin itself."""

_PLACE = re.compile(r"(?!.*//)[\w.:/%\[\]\\ ~+,*-]*")
"""Hosts, paths and names, and nothing that is like a URL with its credentials or parameters."""


def effective_document(config: Config) -> EffectiveDocument:
    """Return what may be shown of a configuration; the checks that run are not yet in it."""
    health = config.health
    return EffectiveDocument(
        config_file=config.config_file,
        django=EffectiveDjango(
            settings=config.django_settings,
            pythonpath=config.django_pythonpath if config.django_settings else "",
        ),
        targets=tuple(_target(target, config.origins) for target in config.targets),
        declared=_declared(health),
        collectors={**dict.fromkeys(COMPONENTS, True), **health.checks},
        critical=dict(health.critical),
        custom_checks=tuple(map(shown, health.custom_checks)),
        required_env=tuple(map(shown, health.required_env)),
        thresholds=health.thresholds,
        timeouts=health.timeouts,
        links=health.links,
        alerting=_alerting(config),
        web=config.web,
        log=EffectiveLog(level=config.log_level, format=config.log_format),
        origins={key: one for key, one in config.origins.items() if not key.startswith(TARGETS)},
    )


def shown(text: str) -> str:
    """Return a place or a name as it is, or stars where it is like something else."""
    return text if _PLACE.fullmatch(text) else STARS


def _target(target: Target, origins: Mapping[str, Origin]) -> EffectiveTarget:
    name = name_of(target.component, target.alias)
    known = {key: _value(getattr(target, key)) for key in _OF_TARGET if hasattr(target, key)}
    if isinstance(target, SkippedTarget):
        known["why"] = target.why  # a sentence of ours
    return EffectiveTarget(
        target=name,
        engine=target.kind,
        backend=shown(target.backend),
        origin=origins.get(f"{TARGETS}{name}", "default"),
        options=tuple(_names(getattr(target, "options", {}))),
        **known,  # type: ignore[arg-type]
    )


def _names(options: Mapping[str, object]) -> Iterable[str]:
    return (shown(str(name)) for name in options)


def _alerting(config: Config) -> EffectiveAlerting:
    settings = config.health.alerting
    return EffectiveAlerting(
        interval=settings.interval,
        min_status=settings.min_status,
        fire_after=settings.fire_after,
        resolve_after=settings.resolve_after,
        repeat_interval=settings.repeat_interval,
        send_resolved=settings.send_resolved,
        instance=shown(settings.instance),
        state_file=shown(settings.state_file),
        cache=shown(settings.cache),
        channels={name: _channel(settings.channels[name]) for name in config.channels},
    )


def _channel(settings: AnyChannel) -> EffectiveChannel:
    return EffectiveChannel(
        type=str(settings.__struct_config__.tag),
        timeout=settings.timeout,
        repeat_interval=settings.repeat_interval,
        send_resolved=settings.send_resolved,
    )


def _declared(health: HealthSettings) -> dict[str, dict[str, dict[str, Value]]]:
    return {
        kind: {shown(name): _declaration(one, keys) for name, one in getattr(health, kind).items()}
        for kind, keys in DECLARED.items()
        if getattr(health, kind)
    }


def _declaration(declaration: Declaration, keys: Iterable[str]) -> dict[str, Value]:
    given = ((key, _value(getattr(declaration, key))) for key in keys)
    return {key: value for key, value in given if value is not None and value != []}


def _value(value: object) -> Value | None:
    """A typed value as it is, a text if it is a place or a name, and stars for anything else."""
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return shown(value)
        case list():
            return [item if isinstance(item, int) else shown(str(item)) for item in value]
    return STARS
