"""Configuration files as their formats allow them to be written, and the same with a slip."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from django_health.settings.validation import InvalidDocument, convert
from django_health_exporter.configuration.document import read_document
from django_health_exporter.configuration.schema import ConfigurationFile
from drawn_inputs import SECRET, WORDS, mangled
from fuzzing import CORPUS
from fuzzing.promises import refusing

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=20)
VALUES = st.recursive(
    st.one_of(st.booleans(), st.integers(-(2**63), 2**63), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(WORDS, inner, max_size=3)),
    max_leaves=8,
)
DOCUMENTS = st.dictionaries(WORDS, VALUES, max_size=4)
FILES = [CORPUS / "yaml_file" / "whole", CORPUS / "toml_file" / "whole"]


def _read(text: str, suffix: str, environ: Mapping[str, str]) -> dict[str, object]:
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=suffix, newline="") as file:
        file.write(text)
        file.flush()
        return read_document(Path(file.name), environ)


def _escaped(value: object) -> object:
    """The value with its ``${`` escaped, as the file has it."""
    return json.loads(_json(value).replace("${", "$${"))


def _toml(value: object) -> str:
    match value:
        case dict():
            return "{" + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(_toml, value)) + "]"
    return _json(value)


def _json(value: object) -> str:
    """Without escapes, of which YAML has other ones for what is beyond the first plane."""
    return json.dumps(value, ensure_ascii=False)


@given(DOCUMENTS)
def test_what_was_written_is_read(document: dict[str, object]) -> None:
    """By YAML's own writer, as JSON, which YAML holds, and as TOML."""
    escaped = _escaped(document)
    assert isinstance(escaped, dict)
    for written in (yaml.safe_dump(escaped, allow_unicode=True), _json(escaped)):
        assert _read(written, ".yaml", {}) == document
    lines = "\n".join(f"{key} = {_toml(value)}" for key, value in escaped.items())
    assert _read(lines, ".toml", {}) == document


@given(before=TEXTS, value=st.text(), after=TEXTS)
def test_references_are_replaced_once(before: str, value: str, after: str) -> None:
    """What the variable holds is not looked at again, whatever it is."""
    before, after = before.replace("$", ""), after.replace("$", "")
    text = _json({"a": [f"{before}${{NAME}}{after}"]})
    assert _read(text, ".yaml", {"NAME": value}) == {"a": [f"{before}{value}{after}"]}


@pytest.mark.parametrize("file", FILES, ids=["yaml", "toml"])
@given(data=st.data())
def test_a_slip_is_an_error_of_one_line_or_another_file(file: Path, data: st.DataObject) -> None:
    """The file is named, and nothing told of the secrets in it, wherever the slip is."""
    text = data.draw(mangled(st.just(file.read_text(encoding="utf-8"))))
    suffix = ".yaml" if "yaml" in file.parts[-2] else ".toml"
    with refusing(InvalidDocument, start=(tempfile.gettempdir(), "a file: ")):
        document = _read(text, suffix, {"PASSWORD": SECRET})
        convert(document, ConfigurationFile, "a file")


def test_the_files_have_secrets() -> None:
    """Else the properties above would prove nothing."""
    assert all(file.read_text(encoding="utf-8").count(SECRET) >= 1 for file in FILES)
