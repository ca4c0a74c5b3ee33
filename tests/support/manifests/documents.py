"""Resources as they stand in YAML."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import yaml

Manifest = dict[str, Any]


class TwiceError(ValueError):
    """A key stands twice in a map; the message names it and its line."""


class _Strict(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Refuses what the API of Kubernetes refuses."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, _ in node.value:
            if key.value in seen:
                raise TwiceError(f"{key.value!r} stands twice in a map{key.start_mark}")
            seen.add(key.value)
        made: dict[Any, Any] = super().construct_mapping(node, deep)
        return made


def documents(text: str) -> list[Manifest]:
    """Return the resources of a stream of YAML, without empty documents.

    Raises:
        TwiceError: A map has a key twice, which a cluster refuses and YAML's reader takes.
    """
    return [document for document in yaml.load_all(text, _Strict) if document]


def of_kind(manifests: Iterable[Manifest], *kinds: str) -> list[Manifest]:
    """Return those of some kinds."""
    return [manifest for manifest in manifests if manifest["kind"] in kinds]


def named(manifest: Manifest) -> str:
    """Return the kind and the name of one, for messages."""
    return f"{manifest['kind']}/{manifest['metadata']['name']}"
