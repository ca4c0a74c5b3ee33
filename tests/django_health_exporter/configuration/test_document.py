"""Reading the configuration file."""

from __future__ import annotations

from pathlib import Path

import pytest

from django_health.settings.validation import InvalidDocument
from django_health_exporter.configuration.document import read_document


def _written(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_yaml_and_toml_say_the_same(tmp_path: Path) -> None:
    """Both forms give the same document."""
    yaml = _written(tmp_path, "a.yaml", "web:\n  listen_addresses: [':1']\n")
    toml = _written(tmp_path, "a.toml", "[web]\nlisten_addresses = [':1']\n")
    expected = {"web": {"listen_addresses": [":1"]}}
    assert read_document(yaml, {}) == read_document(toml, {}) == expected


def test_empty_file_is_an_empty_document(tmp_path: Path) -> None:
    """An empty file configures nothing and is no error."""
    assert read_document(_written(tmp_path, "a.yaml", "# nothing\n"), {}) == {}


def test_references_are_taken_from_the_environment(tmp_path: Path) -> None:
    """``${NAME}`` is replaced wherever a string stands, ``$${`` is an escaped ``${``."""
    text = "a: {b: ['x-${NAME}-y', 3]}\nc: '$${NAME} $NAME'\n"
    document = read_document(_written(tmp_path, "a.yaml", text), {"NAME": "value"})
    assert document == {"a": {"b": ["x-value-y", 3]}, "c": "${NAME} $NAME"}


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("a.yaml", "a: [", ":1:5: a bracket, comma or indentation"),
        ("a.yaml", "a: '${MISSING}'", ": a: the environment variable 'MISSING' is not set"),
        ("a.yaml", "a: {b: ['${}']}", ": a.b[0]: ${...} names no environment variable"),
        ("a.yaml", "text", ": a mapping of sections is expected at the top"),
        ("a.yaml", "a: !!python/object:os.system {}", "tags are not taken"),
        ("a.toml", "a = b", ":1:5: is not TOML"),
        ("a.toml", f"a.b = 0x{'F' * 4000}", ": a.b: the number is too large"),
        ("a.yaml", f"? 0x{'F' * 4000}\n: 1", ":1:3: looks like a number or a date and is none"),
    ],
)
def test_bad_files(tmp_path: Path, name: str, text: str, complaint: str) -> None:
    """What cannot be read as a document is one line with the file's name."""
    path = _written(tmp_path, name, text)
    with pytest.raises(InvalidDocument) as caught:
        read_document(path, {})
    assert str(caught.value).startswith(str(path))
    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_and_binary_files(tmp_path: Path) -> None:
    """A file that is not there or not text is named."""
    with pytest.raises(InvalidDocument, match="No such file"):
        read_document(tmp_path / "none.yaml", {})
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InvalidDocument, match="is not UTF-8"):
        read_document(tmp_path / "binary.yaml", {})
