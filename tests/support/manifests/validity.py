"""Whether a cluster would take a resource as it is written."""

from __future__ import annotations

import importlib
import importlib.util
import os
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from live_servers import MissingProgramError
from manifests.documents import Manifest

OPERATOR = "monitoring.coreos.com/v1"
SCHEMAS = Path(__file__).parents[2] / "deploy" / "operator" / "schemas.yaml"
VERSIONS = ("1.27", "1.37")
"""The oldest Kubernetes that the chart names, and the newest whose schemas are there."""


def faults(manifest: Manifest) -> list[str]:
    """Return what is wrong with a resource: fields that nobody knows, words of the wrong kind.

    Those of Kubernetes are held against its own schemas, strictly; those of the Prometheus operator
    against ours, in which no other field is allowed than those that are named.
    """
    if manifest["apiVersion"] == OPERATOR:
        return _of_operator(manifest)
    return [fault for version in VERSIONS for fault in _of_kubernetes(manifest, version)]


def _of_operator(manifest: Manifest) -> list[str]:
    envelope = set(manifest) - {"apiVersion", "kind", "metadata", "spec"}
    found = [f"unknown field {field}" for field in sorted(envelope)]
    validator = jsonschema.Draft202012Validator(_schema(manifest["kind"]))
    errors = validator.iter_errors(manifest.get("spec"))
    return found + [f"spec{error.json_path[1:]}: {error.message}" for error in errors]


@cache
def _schema(kind: str) -> dict[str, Any]:
    """Return the schema of a kind, every object of which is closed.

    Raises:
        KeyError: There is none; look the kind up, and add it.
    """
    schemas = _closed(yaml.safe_load(SCHEMAS.read_text(encoding="utf-8")))
    return {**schemas, **schemas["$defs"][kind]}


def _closed(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: _closed(part) for key, part in schema.items()}
    if isinstance(schema.get("properties"), dict):
        inner |= {"type": "object", "additionalProperties": False}
    return inner


def _of_kubernetes(manifest: Manifest, version: str) -> list[str]:
    if not importlib.util.find_spec("kubernetes_validate"):
        if os.environ.get("CI") == "true":
            raise MissingProgramError("kubernetes-validate is not installed")
        pytest.skip("kubernetes-validate is not installed")
    kubernetes_validate = importlib.import_module("kubernetes_validate")
    try:
        kubernetes_validate.validate(manifest, version, strict=True)
    except kubernetes_validate.ValidationError as error:
        path = ".".join(map(str, error.path))
        return [f"Kubernetes {version}: {path}: {error.message}"]
    return []
