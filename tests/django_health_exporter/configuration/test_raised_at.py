"""The place of an error of unknown kind."""

from __future__ import annotations

import json

import pytest

from django_health_exporter.configuration.raised_at import raised_at


def test_it_is_the_last_place_outside_of_libraries() -> None:
    """What the project called with is of more use than where a library noticed it."""
    with pytest.raises(ValueError, match="canary") as caught:
        json.loads("1", parse_int=_fail)
    line = _fail.__code__.co_firstlineno + 2
    assert raised_at(caught.value) == f"test_raised_at.py:{line}"
    with pytest.raises(json.JSONDecodeError) as caught_in_library:
        json.loads("canary")
    assert raised_at(caught_in_library.value).startswith("test_raised_at.py:")


def _fail(_text: str) -> int:
    """An error with a secret."""
    raise ValueError("canary")
