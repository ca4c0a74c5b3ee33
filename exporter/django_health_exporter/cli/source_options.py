"""Which configuration a command is about: its flags, and how it is read."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import click

from django_health.settings import COMPONENTS
from django_health_exporter.cli.options import ConfigurationError, F, collector_options, flag
from django_health_exporter.cli.variables import keys_from_environment
from django_health_exporter.configuration.config import Config, Flags, load
from django_health_exporter.reloading.failure import reason_for

SOURCES: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "config_file": (
        "--config.file",
        {
            "type": click.Path(dir_okay=False, path_type=Path),
            "help": "YAML or TOML file with databases, caches, thresholds, timeouts and more.",
        },
    ),
    "django_settings": (
        "--django.settings",
        {
            "envvar": "DJANGO_SETTINGS_MODULE",
            "metavar": "MODULE",
            "help": "Django settings module whose databases and caches are watched.",
        },
    ),
    "django_pythonpath": (
        "--django.pythonpath",
        {
            "metavar": "FOLDER",
            "help": "Folder to import the settings module from; default: the working directory.",
        },
    ),
}
"""The flags that say where the configuration is, by parameter."""

_NONE: Mapping[str, object] = MappingProxyType({})


def source_options(command: F) -> F:
    """Declare the flags that say what is watched: where that stands, and what is left out."""
    command = collector_options(command)
    for parameter, (name, settings) in reversed(list(SOURCES.items())):
        command = flag(name, parameter, **settings)(command)
    return command


def flags_of(given: Mapping[str, object], web: Mapping[str, object] = _NONE) -> Flags:
    """Return what the configuration is read with.

    Args:
        given: The parameters of the command, which may have others than those of here.
        web: What was given of the HTTP side.
    """
    collectors = {name: given[f"collector_{name}"] for name in COMPONENTS}
    known = {name: given[name] for name in (*SOURCES, "log_level", "log_format") if name in given}
    return Flags(
        web=web,
        collectors={name: on for name, on in collectors.items() if isinstance(on, bool)},
        from_environment=keys_from_environment(click.get_current_context()),
        **known,  # type: ignore[arg-type]
    )


def loaded(flags: Flags) -> Config:
    """Read the configuration.

    Raises:
        ConfigurationError: It cannot be used; one line says what and where.
    """
    try:
        return load(flags, os.environ)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - it runs code of the project
        raise ConfigurationError(reason_for(error)) from None
