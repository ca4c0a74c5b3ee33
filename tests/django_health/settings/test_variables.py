"""The variables of the environment."""

from __future__ import annotations

import pytest

from django_health.settings import HealthSettings, with_environment
from django_health.settings.validation import InvalidDocument
from django_health.settings.variables import ENVIRONMENT

SAMPLES: dict[str, tuple[str, object]] = {
    "HEALTH_MAX_AGE": ("2.5", 2.5),
    "HEALTH_CUSTOM_CHECKS": (
        "shop.health.One, shop.health:two,",
        ["shop.health.One", "shop.health:two"],
    ),
    "HEALTH_REQUIRED_ENV": ("SECRET_KEY", ["SECRET_KEY"]),
    "HEALTH_ENABLED": ("off", False),
    "HEALTH_PATH": ("/healthz", "/healthz"),
    "HEALTH_DETAILED_PATH": ("/healthz/all", "/healthz/all"),
    "HEALTH_SYSTEM_PATH": ("/healthz/host", "/healthz/host"),
    "HEALTH_REQUIRE_AUTH": ("True", True),
    "HEALTH_REQUIRE_STAFF": ("1", True),
    "HEALTH_ALLOWED_IPS": ("10.0.0.0/8, ::1", ["10.0.0.0/8", "::1"]),
    "HEALTH_TRUSTED_PROXIES": ("unix,192.0.2.7", ["unix", "192.0.2.7"]),
}
"""A value of each variable that is neither threshold nor timeout, and what it means."""


def test_every_variable_is_tried() -> None:
    """Here, or with the numbers of the thresholds and timeouts."""
    numbers = {name for name in ENVIRONMENT if name.endswith(("_THRESHOLD", "_TIMEOUT"))}
    assert set(SAMPLES) | numbers == set(ENVIRONMENT)


@pytest.mark.parametrize("variable", SAMPLES)
def test_variable_is_its_setting(variable: str) -> None:
    """And no other setting changes with it."""
    text, value = SAMPLES[variable]
    (key,) = ENVIRONMENT[variable]
    settings = with_environment(HealthSettings(), {variable: text})
    assert getattr(settings, key) == value
    for other in set(HealthSettings.__struct_fields__) - {key}:
        assert getattr(settings, other) == getattr(HealthSettings(), other)


@pytest.mark.parametrize("text", ["1", "true", "YES", "On"])
def test_words_for_on(text: str) -> None:
    """In any case."""
    assert with_environment(HealthSettings(), {"HEALTH_REQUIRE_AUTH": text}).require_auth


@pytest.mark.parametrize("text", ["0", "false", "NO", "Off"])
def test_words_for_off(text: str) -> None:
    """They win over what is on in the settings."""
    before = HealthSettings(require_auth=True)
    assert not with_environment(before, {"HEALTH_REQUIRE_AUTH": text}).require_auth


@pytest.mark.parametrize(
    ("variable", "text", "error"),
    [
        ("HEALTH_ENABLED", "2", "HEALTH_ENABLED: expected true or false"),
        ("HEALTH_ENABLED", "ture", "HEALTH_ENABLED='ture': expected true or false"),
        ("HEALTH_REQUIRE_STAFF", "please", "HEALTH_REQUIRE_STAFF: expected true or false"),
        ("HEALTH_MAX_AGE", "soon", "HEALTH_MAX_AGE: not a number, expected seconds like 5"),
        ("HEALTH_MAX_AGE", "1,5", "HEALTH_MAX_AGE='1,5': not a number, expected seconds like 5"),
        ("HEALTH_MAX_AGE", "-1", "HEALTH_MAX_AGE: max_age: Expected `float` >= 0.0"),
        (
            "HEALTH_CPU_THRESHOLD",
            "50/60/70",
            "HEALTH_CPU_THRESHOLD='50/60/70': too many numbers, expected percents like 80 or 80/95",
        ),
        ("HEALTH_PATH", "health", "HEALTH_PATH: path: expected a path like '/health/'"),
        (
            "HEALTH_ALLOWED_IPS",
            "::1,localhost",
            "HEALTH_ALLOWED_IPS: allowed_ips[1]: no IP address or network like",
        ),
        ("HEALTH_ALLOWED_IPS", "unix", "HEALTH_ALLOWED_IPS: allowed_ips[0]: no IP address"),
    ],
)
def test_what_makes_no_sense_is_an_error(variable: str, text: str, error: str) -> None:
    """The line names the variable and how it is written."""
    with pytest.raises(InvalidDocument) as caught:
        with_environment(HealthSettings(), {variable: text})
    assert str(caught.value).startswith(error)


ANY_TEXT = {"HEALTH_CUSTOM_CHECKS", "HEALTH_REQUIRED_ENV"}


@pytest.mark.parametrize("variable", sorted(set(ENVIRONMENT) - ANY_TEXT))
@pytest.mark.parametrize("text", ["canary", "canary-hunter2", "1/canary", "postgres://canary@10.1"])
def test_nothing_that_could_be_a_secret_is_repeated(variable: str, text: str) -> None:
    """People put the value of one variable into another."""
    with pytest.raises(InvalidDocument) as caught:
        with_environment(HealthSettings(), {variable: text})
    assert variable in str(caught.value)
    assert "canary" not in str(caught.value)
