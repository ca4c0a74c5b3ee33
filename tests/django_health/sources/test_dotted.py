"""Classes and functions by dotted paths."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from django_health.sources.dotted import NotThereError, callable_at, class_at


@pytest.fixture
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder from which modules can be imported."""
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def test_what_is_there_is_found() -> None:
    """A class and a function of the standard library."""
    assert class_at("json", "JSONDecoder") is json.JSONDecoder
    assert callable_at("json", "dumps") is json.dumps


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("no_such_package.base", "X"),
        ("json.nothing", "X"),
        ("json", "Nothing"),
        ("json", "dumps"),  # a function is no class
        ("", "X"),
        (".json", "X"),
        ("json", "a b"),
    ],
)
def test_what_is_not_there_is_said_so(module: str, name: str) -> None:
    """A wrong path is not mistaken for a missing driver."""
    with pytest.raises(NotThereError):
        class_at(module, name)


@pytest.mark.parametrize("text", ["import no_such_driver", "raise RuntimeError('x')", "def"])
def test_a_module_that_fails_to_import_gives_no_class(modules: Path, text: str) -> None:
    """A driver that is not installed shows when the class is used."""
    name = f"broken_{abs(hash(text))}"
    (modules / f"{name}.py").write_text(text)
    assert class_at(name, "X") is None
    with pytest.raises(NotThereError):
        callable_at(name, "X")


def test_a_value_is_no_function() -> None:
    """KEY_FUNCTION must be callable."""
    with pytest.raises(NotThereError):
        callable_at("json", "__name__")
