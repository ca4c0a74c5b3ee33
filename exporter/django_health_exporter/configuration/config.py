"""The one frozen value that the daemon runs by, and how it comes about.

A flag wins over the environment, the environment over the file, the file over Django's settings,
and all of them over the defaults.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from django_health.check import BaseHealthCheck, names_of
from django_health.settings import HealthSettings, settings_from, with_environment
from django_health.settings.declared import Declared
from django_health.settings.validation import InvalidDocument, convert, lowered, merged
from django_health.targets import Target
from django_health_exporter.configuration.alerting import alert_channels
from django_health_exporter.configuration.checks import checks_of
from django_health_exporter.configuration.discovery import discover
from django_health_exporter.configuration.django_project import load_settings
from django_health_exporter.configuration.document import read_document
from django_health_exporter.configuration.misnamed import known_by_file
from django_health_exporter.configuration.origins import origins_of, origins_of_targets
from django_health_exporter.configuration.schema import ConfigurationFile
from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.effective.document import Origin
from django_health_exporter.web.listening.sockets import check_address

Document = dict[str, Any]

_KEY_OF_WEB = re.compile(r"web: (?P<key>\w+):")
ReadSettings = Callable[[str, str], Mapping[str, object]]

_SAME = ("thresholds", *Declared.__struct_fields__)
_HEALTH = {**{key: key for key in _SAME}, "collectors": "checks"}
"""The sections of the file that say how to check, and the setting that each of them is."""


@dataclass(frozen=True)
class Flags:
    """What was given on the command line or in its environment variables; ``None`` is not given.

    Attributes:
        web: By the name that it has in the file's section ``web``.
        from_environment: The keys that were given in variables, as ``web.max_requests``.
    """

    config_file: Path | None = None
    django_settings: str | None = None
    django_pythonpath: str | None = None
    web: Mapping[str, object] = field(default_factory=dict)
    log_level: str | None = None
    log_format: str | None = None
    collectors: Mapping[str, bool] = field(default_factory=dict)
    from_environment: frozenset[str] = frozenset()

    @property
    def layer(self) -> Document:
        """What was given, in the form of the file."""
        return {
            "django": {"settings": self.django_settings, "pythonpath": self.django_pythonpath},
            "web": self.web,
            "log": {"level": self.log_level, "format": self.log_format},
            "collectors": self.collectors,
        }


@dataclass(frozen=True)
class Config:
    """Everything the daemon needs to know, validated.

    Attributes:
        targets: What to watch besides the host.
        checks: What is run: those of the targets and of the host, as far as they are on.
        origin: Where the targets come from, in words for the log.
        channels: Where alerts are sent, by name; empty where none are.
        origins: Who says what, by the key of the value.
        config_file: The file that was read; empty for none.
        django_settings: The settings module; empty for none.
        django_pythonpath: The folder that it was imported from.
    """

    health: HealthSettings
    web: WebConfig
    log_level: str
    log_format: str
    targets: tuple[Target, ...]
    checks: tuple[BaseHealthCheck, ...]
    origin: str
    channels: Mapping[str, object] = field(default_factory=dict)
    origins: Mapping[str, Origin] = field(default_factory=dict)
    config_file: str = ""
    django_settings: str = ""
    django_pythonpath: str = "."

    @property
    def found(self) -> str:
        """How many targets there are, and where they were found, in words."""
        count = len(self.targets)
        if not count:
            others = [name for name in names_of(self.checks) if name != "system"]
            rest = f", but {', '.join(others)}" if others else ", only the host is watched"
            return f"no database or cache is configured{rest}"
        return f"{count} target{'s' if count > 1 else ''}, found in {self.origin}"


def load(
    flags: Flags,
    environ: Mapping[str, str],
    *,
    read_settings: ReadSettings = load_settings,
    known: Iterable[BaseHealthCheck] = (),
) -> Config:
    """Read file, environment and Django's settings, and return what they amount to.

    The checks are made here, so that what they refuse is found before anything starts. Drivers are
    imported, and nothing is connected to.

    Args:
        flags: What was given on the command line.
        environ: The environment.
        read_settings: Makes a module Django's settings, from a folder, and returns its
            ``HEALTH_CHECK``.
        known: Checks that there are already; those that would be made of the same go on.

    Raises:
        HealthCheckError, ListenError: Something given cannot be used; one line says
            what and where.
        Exception, SystemExit: Anything that the project's code raises; its text may be a secret.
    """
    document = read_document(flags.config_file, environ) if flags.config_file else {}
    file = convert(document, ConfigurationFile, str(flags.config_file))
    module = flags.django_settings or file.django.settings or environ.get("DJANGO_SETTINGS_MODULE")
    pythonpath = flags.django_pythonpath or file.django.pythonpath or "."
    in_django = read_settings(module, pythonpath) if module else {}
    name = str(flags.config_file) if flags.config_file else ""
    targets, origin, sources = discover(file, environ, in_django=bool(module), name=name)
    health = _health(in_django, document, flags, environ)
    with known_by_file(document, name):
        checks = checks_of(targets, health, in_django=bool(module), known=known)
    if not checks:
        raise InvalidDocument(
            "there is nothing to watch: configure a database or a cache, or leave a collector on"
        )
    return Config(
        health=health,
        web=_web(flags, file),
        log_level=flags.log_level or file.log.level or "info",
        log_format=flags.log_format or file.log.format or "logfmt",
        targets=targets,
        checks=checks,
        origin=origin,
        channels=alert_channels(health.alerting, file.alerting, name or "HEALTH_CHECK"),
        origins=origins_of(in_django, document, flags.layer, flags.from_environment, environ)
        | origins_of_targets(sources),
        config_file=name,
        django_settings=module or "",
        django_pythonpath=pythonpath,
    )


def _health(
    in_django: Mapping[str, object], document: Document, flags: Flags, environ: Mapping[str, str]
) -> HealthSettings:
    settings_from(in_django, "HEALTH_CHECK")
    in_file = {key: document[section] for section, key in _HEALTH.items() if section in document}
    in_flags = {"checks": dict(flags.collectors)}
    everything = merged(
        merged(lowered(in_django, HealthSettings, "HEALTH_CHECK"), in_file), in_flags
    )
    return with_environment(settings_from(everything, str(flags.config_file)), environ)


def _web(flags: Flags, file: ConfigurationFile) -> WebConfig:
    given = merged(msgspec.structs.asdict(file.web), _given(flags.web))
    try:
        config = convert(_given(given), WebConfig, "web")
    except InvalidDocument as error:
        raise InvalidDocument(f"{error}{_number_in(str(error), given)}") from None
    for address in config.listen_addresses:
        check_address(address)
    return config


def _number_in(complaint: str, given: Mapping[str, object]) -> str:
    """The number that a complaint about the section ``web`` is about, if it is about one."""
    found = _KEY_OF_WEB.match(complaint)
    value = given.get(found["key"]) if found else None
    return f", got {value}" if isinstance(value, int | float) else ""


def _given(values: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in values.items() if value is not None}
