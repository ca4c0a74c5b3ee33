"""The files of the daemon's configuration in which secrets stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from django_health.errors import HealthCheckError
from django_health.settings.validation import convert
from django_health_exporter.configuration.config import Config
from django_health_exporter.configuration.document import read_document
from django_health_exporter.configuration.schema import (
    CacheSection,
    ConfigurationFile,
    DatabaseSection,
)
from django_health_exporter.documents.yaml_document import parse_yaml

_CREDENTIALS = re.compile(
    r"://[^/\s@]*:[^/\s@]+@|\bpassword\b\s*[:=]\s*(?!.*\$\{)\S", re.IGNORECASE
)
"""A URL with a password, or a password that is not taken from the environment."""


def secret_files(config: Config, environ: Mapping[str, str]) -> Iterator[tuple[Path, str]]:
    """Yield each file with what is in it; one that cannot be read is told elsewhere."""
    if config.config_file:
        yield from _of_configuration(Path(config.config_file), environ)
    if config.web.config_file:
        yield from _of_web(Path(config.web.config_file))
    for name, path in environ.items():
        if name.startswith(("DATABASE_URL", "CACHE_URL", "REDIS_URL")) and name.endswith("_FILE"):
            yield Path(path), f"the URL of {name}"


def _of_configuration(path: Path, environ: Mapping[str, str]) -> Iterator[tuple[Path, str]]:
    try:
        text = path.read_text(encoding="utf-8")
        file = convert(read_document(path, environ), ConfigurationFile, str(path))
    except (HealthCheckError, OSError, ValueError):
        return
    if _CREDENTIALS.search(text):
        yield path, "passwords"
    sections: Mapping[str, Mapping[str, DatabaseSection | CacheSection]]
    sections = {"database": file.databases, "cache": file.caches}
    for component, of_one in sections.items():
        yield from _of_sections(component, of_one)


def _of_sections(
    component: str, sections: Mapping[str, DatabaseSection | CacheSection]
) -> Iterator[tuple[Path, str]]:
    for alias, section in sections.items():
        if section.password_file is not None:
            yield Path(section.password_file), f"the password of {component}/{alias}"


def _of_web(path: Path) -> Iterator[tuple[Path, str]]:
    """The file itself if it has hashes of passwords, and the private key that it names."""
    try:
        document = parse_yaml(path.read_text(encoding="utf-8"), str(path), as_texts=True)
    except (HealthCheckError, OSError, ValueError):
        return
    if not isinstance(document, dict):
        return
    if document.get("basic_auth_users"):
        yield path, "hashes of passwords"
    section = document.get("tls_server_config")
    key = section.get("key_file") if isinstance(section, dict) else None
    if isinstance(key, str) and key:
        yield path.parent / key, "the private key"
