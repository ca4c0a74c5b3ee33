"""The one frozen value that the daemon runs by, and how it comes about.

A flag wins over the environment, the environment over the file, the file over Django's settings,
and all of them over the defaults.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from django_health.check import BaseHealthCheck
from django_health.settings import HealthSettings, settings_from, with_environment
from django_health.settings.declared import Declared
from django_health.settings.validation import InvalidDocument, convert, lowered, merged
from django_health.targets import Target
from django_health_exporter.configuration.checks import checks_of
from django_health_exporter.configuration.discovery import discover
from django_health_exporter.configuration.django_project import load_settings
from django_health_exporter.configuration.document import read_document
from django_health_exporter.configuration.schema import ConfigurationFile
from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.sockets import split_address

T = TypeVar("T")

Document = dict[str, Any]

_SAME = ("thresholds", *Declared.__struct_fields__)
_HEALTH = {**{key: key for key in _SAME}, "collectors": "checks"}
"""The sections of the file that say how to check, and the setting that each of them is."""


@dataclass(frozen=True)
class Flags:
    """What was given on the command line or in its environment variables; ``None`` is not given."""

    config_file: Path | None = None
    django_settings: str | None = None
    django_pythonpath: str | None = None
    listen_addresses: tuple[str, ...] = ()
    telemetry_path: str | None = None
    scrape_timeout: float | None = None
    timeout_offset: float | None = None
    log_level: str | None = None
    log_format: str | None = None
    collectors: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Config:
    """Everything the daemon needs to know, validated.

    Attributes:
        targets: What to watch besides the host.
        checks: What is run: those of the targets and of the host, as far as they are on.
        origin: Where the targets come from, in words for the log.
    """

    health: HealthSettings
    web: WebConfig
    log_level: str
    log_format: str
    targets: tuple[Target, ...]
    checks: tuple[BaseHealthCheck, ...]
    origin: str

    @property
    def found(self) -> str:
        """How many targets there are, and where they were found, in words."""
        count = len(self.targets)
        if not count:
            return "no database or cache is configured, only the host is watched"
        return f"{count} target{'s' if count > 1 else ''}, found in {self.origin}"


def load(flags: Flags, environ: Mapping[str, str]) -> Config:
    """Read file, environment and Django's settings, and return what they amount to.

    The checks are made here, so that what they refuse is found before anything starts. Drivers are
    imported, and nothing is connected to.

    Raises:
        HealthCheckError, ListenError: Something given cannot be used; one line says
            what and where.
        Exception, SystemExit: Anything that the project's code raises; its text may be a secret.
    """
    document = read_document(flags.config_file, environ) if flags.config_file else {}
    file = convert(document, ConfigurationFile, str(flags.config_file))
    module = flags.django_settings or file.django.settings or environ.get("DJANGO_SETTINGS_MODULE")
    pythonpath = flags.django_pythonpath or file.django.pythonpath or "."
    in_django = load_settings(module, pythonpath) if module else {}
    name = str(flags.config_file) if flags.config_file else ""
    targets, origin = discover(file, environ, in_django=bool(module), name=name)
    health = _health(in_django, document, flags, environ)
    checks = checks_of(targets, health, in_django=bool(module))
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
    web = file.web
    given = {
        "listen_addresses": flags.listen_addresses or web.listen_addresses,
        "telemetry_path": _first(flags.telemetry_path, web.telemetry_path),
        "scrape_timeout": _first(flags.scrape_timeout, web.scrape_timeout),
        "timeout_offset": _first(flags.timeout_offset, web.timeout_offset),
    }
    known = {key: value for key, value in given.items() if value is not None}
    config = convert(known, WebConfig, "web")
    for address in config.listen_addresses:
        split_address(address)
    return config


def _first(*values: T | None) -> T | None:
    return next((value for value in values if value is not None), None)
