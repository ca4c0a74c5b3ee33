"""What the file may hold."""

from __future__ import annotations

import pickle

import pytest

from django_health.settings.validation import InvalidDocument, convert
from django_health_exporter.configuration.schema import (
    CacheSection,
    ConfigurationFile,
    DatabaseSection,
)


@pytest.mark.parametrize(
    ("document", "complaint"),
    [
        ({"databse": {}}, "f: unknown key 'databse', did you mean 'databases'?"),
        ({"databases": {"a": {"hots": 1}}}, "f: databases.a: unknown key 'hots'"),
        ({"databases": {"a": {"port": 70000}}}, "f: databases.a.port: Expected `int` <= 65535"),
        ({"caches": {"b": {"location": [1]}}}, "f: caches.b.location[0]: Expected `str`"),
        ({"log": {"level": "loud"}}, "f: log.level: Invalid enum value, there are debug"),
        ({"log": {"level": "wraning"}}, "Invalid enum value 'wraning', did you mean 'warning'?"),
        ({"web": {"listen_address": ":1"}}, "did you mean 'listen_addresses'?"),
    ],
)
def test_unknown_and_ill_typed(document: dict[str, object], complaint: str) -> None:
    """The path, the key and the nearest valid key are named."""
    with pytest.raises(InvalidDocument) as caught:
        convert(document, ConfigurationFile, "f")
    assert complaint in str(caught.value)


def test_nothing_of_a_section_prints() -> None:
    """Passwords, URLs and options stay out of tracebacks and logs, however they are printed."""
    database = DatabaseSection(url="canary", password="canary", options={"password": "canary"})
    cache = CacheSection(url="canary", password="canary", location="canary")
    file = ConfigurationFile(databases={"a": database}, caches={"b": cache})
    shown = (repr(file), str(file), repr(database), f"{cache}", str(file.__rich_repr__()))
    assert "canary" not in "".join(shown)
    assert repr(cache) == "CacheSection(...)"


def test_a_section_cannot_be_pickled() -> None:
    """What is pickled is in a file or on a wire, as plain as it was."""
    for section in (DatabaseSection(), CacheSection(), ConfigurationFile()):
        with pytest.raises(TypeError, match="cannot be pickled"):
            pickle.dumps(section)
