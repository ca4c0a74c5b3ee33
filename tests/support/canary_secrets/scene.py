"""A Django project, a configuration file and an environment on disk, full of credentials."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from pprint import pformat
from typing import Any

import yaml

from canary_secrets.project_code import SOURCES

PROJECT = "canary_project"
"""The package of the project."""

DISK = "disk"
"""The folder of what the application writes."""


class Code:
    """An expression in a settings module."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text


class Scene:
    """What forms write to.

    Args:
        folder: Where it all goes.
        timeout: Seconds that every check may take.

    Attributes:
        settings: Of Django; without any there is no project.
        health: ``HEALTH_CHECK`` by section and name.
        file: The configuration file's content.
        environ: Of the processes.
    """

    def __init__(self, folder: Path, timeout: float) -> None:
        self.folder = folder
        self.settings: dict[str, Any] = {}
        self.health: dict[str, dict[str, Any]] = {}
        self.file: dict[str, dict[str, Any]] = {}
        self.environ: dict[str, str] = {}
        self._timeouts = {"database": timeout, "cache": timeout, "external": timeout}

    @property
    def disk(self) -> Path:
        """Where the application's own files are; it may be full."""
        place = self.folder / DISK
        place.mkdir(exist_ok=True)
        return place

    @property
    def is_django(self) -> bool:
        """Whether there is a project."""
        return bool(self.settings)

    def setting(self, name: str, key: str, value: object) -> None:
        """Add an entry to a setting that is a dictionary, like ``DATABASES``."""
        self.settings.setdefault(name, {})[key] = value

    def declare(self, section: str, name: str, value: Mapping[str, object]) -> None:
        """Add an entry to a section of ``HEALTH_CHECK``."""
        self.health.setdefault(section, {})[name] = dict(value)

    def in_file(self, section: str, name: str, value: Mapping[str, object]) -> None:
        """Add an entry to a section of the configuration file."""
        self.file.setdefault(section, {})[name] = dict(value)

    def write(self, name: str, text: str) -> str:
        """Write a file that only its owner may read, and return its path."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)
        return str(path)

    def append(self, name: str, text: str) -> str:
        """Add to a file, and return its path."""
        path = self.folder / name
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        return self.write(name, before + text)

    def arguments(self) -> list[str]:
        """Write the project and the file, and return the daemon's arguments."""
        document = {"timeouts": self._timeouts, **self.file}
        path = self.write("exporter.yaml", yaml.safe_dump(document))
        if not self.is_django:
            return [f"--config.file={path}"]
        self._write_project()
        return [f"--config.file={path}", f"--django.settings={PROJECT}.settings"]

    def variables(self) -> dict[str, str]:
        """Return the whole environment of a process other than the daemon."""
        django = {"DJANGO_SETTINGS_MODULE": f"{PROJECT}.settings"} if self.is_django else {}
        return {"PATH": os.environ.get("PATH", os.defpath), **django, **self.environ}

    def _write_project(self) -> None:
        package = self.folder / PROJECT
        package.mkdir()
        health = {**self.health, "TIMEOUTS": self._timeouts, "MAX_AGE": 300}
        databases = {"default": {}, **self.settings.get("DATABASES", {})}
        known = {"HEALTH_CHECK": health, **self.settings, "DATABASES": databases}
        lines = [f"from {PROJECT}.parts import *", f"ROOT_URLCONF = '{PROJECT}.urls'"]
        lines += [f"{name} = {pformat(value)}" for name, value in known.items()]
        sources = {**SOURCES, "settings": "\n".join(lines) + "\n"}
        for name, source in sources.items():
            path = package.joinpath(*name.split("/")).with_suffix(".py")
            path.parent.mkdir(exist_ok=True)
            path.write_text(source.replace("PROJECT", PROJECT), encoding="utf-8")
