"""YAML without anchors, aliases and tags."""

from __future__ import annotations

import pytest

from django_health.settings.validation import InvalidDocument
from django_health_exporter.documents.yaml_document import parse_yaml


def test_plain_values() -> None:
    """Texts, numbers, truth values and nothing; quotes make a text of anything."""
    text = "{a: [x, 1, 1.5, true, ~], b: '*x', c: \"&x\", d: '!x'}"
    expected = {"a": ["x", 1, 1.5, True, None], "b": "*x", "c": "&x", "d": "!x"}
    assert parse_yaml(text, "f") == expected


@pytest.mark.parametrize("text", ["a: &x 1", "a: &x {b: *x}", "a: *x", "&x a: 1", "- &x\n- *x"])
def test_no_anchors_and_no_aliases(text: str) -> None:
    """Defined or not: a document stays as large as it is written."""
    with pytest.raises(InvalidDocument, match=r"^f:1:\d: anchors and aliases are not taken"):
        parse_yaml(text, "f")


@pytest.mark.parametrize("text", ["a: !x 1", "a: ! x", "a: !!binary x", "!!map {a: 1}"])
def test_no_tags(text: str) -> None:
    """Neither YAML's own nor others."""
    with pytest.raises(InvalidDocument, match=r"^f:1:\d: tags are not taken"):
        parse_yaml(text, "f")


@pytest.mark.parametrize("text", ["0x_", "2024-13-01", "0b_", "9" * 5000, "0x1" + "0" * 16])
def test_what_looks_like_a_number_and_is_none(text: str) -> None:
    """It is refused with its place and not repeated."""
    with pytest.raises(InvalidDocument, match=r"^f:1:4: looks like a number or a date and is none"):
        parse_yaml(f"a: {text}", "f")


def test_a_key_that_stands_twice_is_refused() -> None:
    """YAML would keep the second and silently lose the first."""
    with pytest.raises(InvalidDocument, match=r"^f:2:1: the key stands twice in one mapping"):
        parse_yaml("default: {url: a}\ndefault: {url: b}\n", "f")


def test_as_texts() -> None:
    """For those who know what they read: a value is what is written, or nothing."""
    text = "{a: 007, b: yes, c: ~, d: , 1: 2024-01-01, e: [0x10, 1.50], f: '', g: 'null'}"
    known = {"a": "007", "b": "yes", "1": "2024-01-01", "e": ["0x10", "1.50"]}
    rest = {"c": None, "d": None, "f": "", "g": "null"}
    assert parse_yaml(text, "f", as_texts=True) == known | rest


def test_as_texts_the_rest_is_as_strict() -> None:
    """Keys twice, anchors and tags."""
    for text in ("{01: a, 01: b}", "a: &x 1", "a: !!str 1"):
        with pytest.raises(InvalidDocument):
            parse_yaml(text, "f", as_texts=True)
