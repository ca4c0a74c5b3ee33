"""The fields of the effective configuration."""

from __future__ import annotations

import re

import msgspec

from django_health_exporter.web.effective.document import EffectiveDocument, EffectiveTarget


def test_what_does_not_apply_to_a_target_is_left_out() -> None:
    """A target shows what it has, and a number that is 0 only where it means something."""
    target = EffectiveTarget(target="cache/default", engine="redis", backend="x", database=0)
    assert msgspec.to_builtins(target) == {
        "target": "cache/default",
        "engine": "redis",
        "backend": "x",
        "database": 0,
    }


def test_engines_by_name() -> None:
    """A target of several servers has one engine."""
    targets = tuple(
        EffectiveTarget(target="cache/default", engine="redis", backend="x", server=server)
        for server in ("a:1", "b:1")
    )
    assert EffectiveDocument(targets=targets).engines == {"cache/default": "redis"}


def test_no_field_is_for_a_secret() -> None:
    """Whoever adds a field that is called like one has to think again."""
    _, schemas = msgspec.json.schema_components([EffectiveDocument])
    fields = {field for schema in schemas.values() for field in schema.get("properties", {})}
    assert len(fields) > 40
    secret = re.compile(r"pass|secret|token|key|user|dsn|url|query|header|body")
    assert {field for field in fields if secret.search(field)} == {
        "external_url",
        "grafana_url",
        "runbooks_url",
    }
