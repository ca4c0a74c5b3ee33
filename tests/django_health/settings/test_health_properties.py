"""``HEALTH_CHECK`` made from its grammar, and with anything in place of any value."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_health.settings.health import COMPONENTS, HealthSettings, settings_from
from django_health.settings.validation import InvalidDocument
from drawn_inputs import ANYTHING, SECRET, SECRETS, WORDS, encoded
from fuzzing.promises import refusing

PERCENTS = st.floats(0, 100, exclude_min=True)
SECONDS = st.floats(0, 3600, exclude_min=True)
LEVELS = st.tuples(PERCENTS, PERCENTS).map(lambda two: {"warning": min(two), "critical": max(two)})
HTTP = st.builds(
    lambda token, timeout: {
        "url": f"https://shop.example/health?token={encoded(token)}",
        "headers": {"X-Token": SECRET},
        "timeout": timeout,
    },
    SECRETS,
    SECONDS,
)
DOCUMENTS = st.fixed_dictionaries(
    {},
    optional={
        "thresholds": st.dictionaries(st.sampled_from(["cpu", "memory", "disk"]), LEVELS),
        "timeouts": st.dictionaries(st.sampled_from(["database", "cache", "external"]), SECONDS),
        "checks": st.dictionaries(st.sampled_from(COMPONENTS), st.booleans()),
        "critical": st.dictionaries(st.sampled_from(COMPONENTS), st.booleans()),
        "enabled": st.booleans(),
        "max_age": st.floats(0, 86400),
        "allowed_ips": st.lists(st.ip_addresses().map(str), max_size=2),
        "trusted_proxies": st.lists(st.sampled_from(["unix", "10.0.0.0/8", "::1"]), max_size=2),
        "required_env": st.lists(WORDS, max_size=2),
        "http": st.dictionaries(WORDS, HTTP, max_size=2),
        "tcp": st.dictionaries(WORDS, st.just({"host": "mail.example", "port": 25}), max_size=2),
    },
)
PLACES = (
    *(("thresholds",), ("thresholds", "cpu"), ("thresholds", "cpu", "warning"), ("timeouts",)),
    *(("checks",), ("critical",), ("enabled",), ("max_age",), ("allowed_ips",), ("path",)),
    *(("custom_checks",), ("required_env",), ("http",), ("http", "pay"), ("http", "pay", "url")),
    *(("tcp", "mail", "port"), ("smtp", "mail", "password"), ("sql", "orders", "labels")),
)


@given(DOCUMENTS)
def test_what_the_documentation_allows_is_taken(document: dict[str, object]) -> None:
    """Every value is what was written, and the rest keeps its default."""
    settings = settings_from(document, "HEALTH_CHECK")
    found = msgspec.to_builtins(settings)
    for key, value in document.items():
        if not isinstance(value, dict):
            assert found[key] == value
        elif key in ("thresholds", "timeouts"):
            assert found[key] == {**msgspec.to_builtins(HealthSettings())[key], **value}
        else:
            assert found[key].keys() == value.keys()
    assert settings_from(found, "HEALTH_CHECK") == settings


@given(DOCUMENTS)
def test_keys_in_capitals_mean_the_same(document: dict[str, object]) -> None:
    """As Django's settings are written."""
    capitals = {key.upper(): value for key, value in document.items()}
    assert settings_from(capitals, "X") == settings_from(document, "X")


@given(DOCUMENTS)
def test_secrets_are_not_printed(document: dict[str, object]) -> None:
    """Whatever prints the settings, be it a traceback with its locals."""
    assert SECRET not in repr(settings_from(document, "X"))


@given(document=DOCUMENTS, place=st.sampled_from(PLACES), value=ANYTHING)
def test_whatever_stands_there_by_mistake_is_named(
    document: dict[str, object], place: tuple[str, ...], value: object
) -> None:
    """Only the documented error: its line begins with the place, and tells no secret."""
    wrong = value
    for key in reversed(place[1:]):
        wrong = {key: wrong}
    with refusing(InvalidDocument, start=f"HEALTH_CHECK: {place[0]}"):
        settings_from({**document, place[0]: wrong}, "HEALTH_CHECK")


@given(ANYTHING)
def test_whatever_stands_in_place_of_the_whole(value: object) -> None:
    """No other exception than the documented one."""
    with refusing(InvalidDocument, start="HEALTH_CHECK: "):
        settings_from(value, "HEALTH_CHECK")  # type: ignore[arg-type]
        assert isinstance(value, dict)


@given(st.text(max_size=8).filter(lambda key: key.lower() not in HealthSettings.__struct_fields__))
def test_a_key_that_is_unknown_is_refused(key: str) -> None:
    """With the nearest one or all of them."""
    if key.lower() != "health_custom_checks":
        with pytest.raises(InvalidDocument, match="unknown key"):
            settings_from({key: 1}, "HEALTH_CHECK")
