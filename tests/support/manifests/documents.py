"""Resources as they stand in YAML."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import yaml

Manifest = dict[str, Any]


def documents(text: str) -> list[Manifest]:
    """Return the resources of a stream of YAML, without empty documents."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return [document for document in yaml.load_all(text, loader) if document]


def of_kind(manifests: Iterable[Manifest], *kinds: str) -> list[Manifest]:
    """Return those of some kinds."""
    return [manifest for manifest in manifests if manifest["kind"] in kinds]


def named(manifest: Manifest) -> str:
    """Return the kind and the name of one, for messages."""
    return f"{manifest['kind']}/{manifest['metadata']['name']}"
