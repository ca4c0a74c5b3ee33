"""The schemas of the files: they take what the daemon takes, and explain each key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml

from django_health_exporter.configuration.json_schema import FILES, json_schema

DOCS = Path(__file__).resolve().parents[3] / "docs"
_SNIPPET = re.compile(r"```ya?ml\n(.*?)```", re.DOTALL)


def snippets(page: str) -> Iterator[Any]:
    """What stands in the YAML snippets of a page that are files of the daemon."""
    for text in _SNIPPET.findall((DOCS / page).read_text(encoding="utf-8")):
        document = yaml.safe_load(text)
        if isinstance(document, dict):
            yield document


@pytest.mark.parametrize("name", FILES)
def test_they_are_schemas(name: str) -> None:
    """Of the dialect that they name."""
    jsonschema_rs.meta.validate(json_schema(name))


@pytest.mark.parametrize(
    ("name", "page"),
    [("config", "configuration.md"), ("config", "checks.md"), ("web", "web-configuration.md")],
)
def test_documented_examples_are_valid(name: str, page: str) -> None:
    """Each of them, and there are some."""
    found = list(snippets(page))
    assert found
    for document in found:
        jsonschema_rs.validate(json_schema(name), document)


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("config", {"databasse": {}}),
        ("config", {"databases": {"a": {"url": 1}}}),
        ("config", {"http": {"a": {"url": "ftp://x"}}}),
        ("config", {"tcp": {"": {"host": "a", "port": 1}}}),
        ("config", {"links": {"grafana_url": "javascript:alert()"}}),
        ("config", {"databases": {"a": {"port": 70000}}}),
        ("config", {"log": {"level": "loud"}}),
        ("config", {"thresholds": {"cpu": {"warning": 0}}}),
        ("config", []),
        ("web", {"tls_server_config": {"min_version": "SSL3"}}),
        ("web", {"basic_auth_users": {"a": []}}),
    ],
)
def test_mistakes_are_marked(name: str, document: object) -> None:
    """Unknown keys, wrong types, numbers out of range."""
    assert not jsonschema_rs.is_valid(json_schema(name), document)


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("config", None),
        ("web", None),
        ("config", {"http": {"a": {"url": "${PAYMENTS}"}, "b": {"url": "HTTPS://b"}}}),
        ("config", {"links": {"grafana_url": ""}}),
    ],
)
def test_what_can_be_used_is_not_marked(name: str, document: object) -> None:
    """An empty file, what a variable stands for, and an empty value where it may be."""
    jsonschema_rs.validate(json_schema(name), document)


def test_options_may_be_anything() -> None:
    """They are Django's."""
    options = {"a": 1, "b": {"c": [None, True, 1.5]}}
    document = {"databases": {"x": {"engine": "postgresql", "options": options}}}
    jsonschema_rs.validate(json_schema("config"), document)


def test_texts_of_the_web_file_may_be_numbers() -> None:
    """Each value is read as a text: a burst of 20 needs no quotes."""
    document = {
        "rate_limit": {"interval": "1s", "burst": 20},
        "http_server_config": {"http2": True},
    }
    jsonschema_rs.validate(json_schema("web"), document)


@pytest.mark.parametrize(
    ("section", "key", "words"),
    [
        ("WebSection", "max_requests", "Requests that may wait for checks"),
        ("DatabaseSection", "engine", "postgresql, postgis, mysql, mariadb, sqlite, or the dotted"),
        ("HttpEndpoint", "timeout", "timeouts.external where it is not set"),
        ("ConfigurationFile", "databases", "Databases by alias."),
        ("EmailChannel", "from", "Whom it is from"),
    ],
)
def test_keys_are_explained(section: str, key: str, words: str) -> None:
    """In the words of the sources, without their markup; also of what is inherited."""
    told = json_schema("config")["$defs"][section]["properties"][key]["description"]
    assert words in told
    assert "`" not in told


@pytest.mark.parametrize("name", FILES)
def test_no_key_is_left_unexplained(name: str) -> None:
    """Also those whose field has another name, and the one that says of which kind a channel is."""
    sections = json_schema(name)["$defs"]
    silent = [
        f"{section}.{key}"
        for section, schema in sections.items()
        for key, told in schema["properties"].items()
        if not told.get("description")
    ]
    assert silent == []
