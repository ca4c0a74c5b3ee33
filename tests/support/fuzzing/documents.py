"""Configuration files, settings and the environment."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from django_health.errors import HealthCheckError
from django_health.settings import HealthSettings, settings_from, with_environment
from django_health.settings.validation import InvalidDocument
from django_health.settings.variables import ENVIRONMENT
from django_health.sources.environment import targets_from_environment
from django_health.targets import TargetError
from django_health_exporter.configuration.config import Flags, load
from django_health_exporter.configuration.document import read_document
from django_health_exporter.web.listening.sockets import ListenError
from fuzzing.imports import few_imports
from fuzzing.promises import CANARY, NO_SECRET, file_of, of_values, refusing, text_of

_ENVIRON = {"PASSWORD": CANARY, "PORT": "5432"}
_SHOWN = ("web", "django", "custom_checks")
"""Sections whose paths and addresses an error repeats, so that no secret may be in their values."""


def yaml_file(data: bytes) -> None:
    """Read a configuration file in YAML."""
    _file(data, ".yaml")


def toml_file(data: bytes) -> None:
    """Read a configuration file in TOML."""
    _file(data, ".toml")


def _file(data: bytes, suffix: str) -> None:
    path = file_of(data, suffix)
    with refusing(InvalidDocument):
        document = read_document(path, _ENVIRON)
        if "django" in document:  # the settings of another process would be loaded into this one
            return
        is_shown = CANARY in str([document.get(section) for section in _SHOWN])
        secret = NO_SECRET if is_shown else CANARY
        with refusing(HealthCheckError, ListenError, secret=secret), few_imports():
            load(Flags(config_file=path), {})


@of_values
def health_check(value: object) -> None:
    """Read ``HEALTH_CHECK``, whatever Python's literals can make of it."""
    with refusing(InvalidDocument):
        settings = settings_from(value, "HEALTH_CHECK")  # type: ignore[arg-type]
        again = settings_from(msgspec.to_builtins(settings), "HEALTH_CHECK")
        assert again == settings, "the settings are others when they are read again"
        _require_thresholds(settings)


def environment(data: bytes) -> None:
    """Read an environment of lines ``NAME=VALUE``."""
    environ = _environ(data)
    with refusing(InvalidDocument):
        _require_thresholds(with_environment(HealthSettings(), environ))
    secret = NO_SECRET if CANARY in str(environ.keys()) else CANARY  # errors name the variable
    with refusing(TargetError, secret=secret), few_imports():
        targets_from_environment(environ)


def thresholds(data: bytes) -> None:
    """Read the value of each ``HEALTH_*`` variable."""
    text = text_of(data).replace("\0", "")
    for variable in ENVIRONMENT:
        with refusing(InvalidDocument):
            settings = with_environment(HealthSettings(), {variable: text})
            _require_thresholds(settings)
            assert with_environment(settings, {variable: text}) == settings


def _environ(data: bytes) -> Mapping[str, str]:
    """The variables, without those that have a file read, which may be any of this machine."""
    lines = (line.partition("=") for line in text_of(data).replace("\0", "").splitlines())
    return {name: value for name, _, value in lines if not name.endswith("_FILE")}


def _require_thresholds(settings: HealthSettings) -> None:
    for name in ("cpu", "memory", "disk"):
        threshold = getattr(settings.thresholds, name)
        assert 0 < threshold.warning <= threshold.critical <= 100
    for name in ("database", "cache", "external"):
        assert 0 < getattr(settings.timeouts, name) <= 3600
