"""The files of the daemon's configuration in which secrets stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from django_health.doctor.secret_names import entries, named_files
from django_health.errors import HealthCheckError
from django_health_exporter.configuration.config import Config
from django_health_exporter.configuration.document import read_document
from django_health_exporter.diagnosis.secret_places import ELSEWHERE, secret_places
from django_health_exporter.documents.yaml_document import parse_yaml

_COMPONENTS = {"databases": "database", "caches": "cache"}
"""The sections that the daemon's file alone has, and what their checks are called."""

_FEW = 3
"""Places that a sentence names; the others are counted."""


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
    """The file itself if it has secrets, and the files that its own sections name.

    Those of the sections that ``HEALTH_CHECK`` has too are told with that.
    """
    if not path.is_file():  # a pipe is read once
        return
    try:
        document = read_document(path, environ)
        without_variables = read_document(path, dict.fromkeys(environ, ELSEWHERE))
    except HealthCheckError:
        return
    if places := list(secret_places(without_variables)):
        yield path, f"secrets: {_named(places)}"
    for section, component in _COMPONENTS.items():
        for alias, target in entries(document.get(section)):
            yield from named_files(target, f"{component}/{alias}")


def _named(places: list[str]) -> str:
    more = f" and {len(places) - _FEW} more" if len(places) > _FEW else ""
    return ", ".join(places[:_FEW]) + more


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
    keys = dict(entries(section))
    if keys.get("key"):
        yield path, "the private key"
    key = keys.get("key_file")
    if isinstance(key, str) and key:
        yield path.parent / key, "the private key"
