"""Thresholds, timeouts and switches."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from django_health.settings import (
    COMPONENTS,
    HealthSettings,
    Threshold,
    require_known,
    settings_from,
    with_environment,
)
from django_health.settings.validation import InvalidDocument
from django_health.settings.variables import ENVIRONMENT


def test_defaults() -> None:
    """The documented thresholds and timeouts, everything on, and nothing declared."""
    defaults = msgspec.to_builtins(HealthSettings())
    empty = {key for key, value in defaults.items() if value in ({}, [])}
    assert empty == {
        *("checks", "critical", "custom_checks", "required_env"),
        *("http", "smtp", "storage", "tcp", "dns", "sql", "allowed_ips", "trusted_proxies"),
    }
    own = {"alerting", "links"}  # told by their own tests
    assert {key: value for key, value in defaults.items() if key not in empty | own} == {
        "thresholds": {
            "cpu": {"warning": 70, "critical": 90},
            "memory": {"warning": 80, "critical": 95},
            "disk": {"warning": 85, "critical": 95},
        },
        "timeouts": {"database": 5, "cache": 2, "external": 10},
        "enabled": True,
        "path": "/health/",
        "detailed_path": "/health/detailed/",
        "system_path": "/health/system/",
        "require_auth": False,
        "require_staff": False,
        "max_age": 1,
    }
    assert all(HealthSettings().is_on(component) for component in COMPONENTS)


def test_document_sets_what_it_names() -> None:
    """The rest keeps its default; whole numbers are fine."""
    settings = settings_from(
        {
            "thresholds": {"cpu": {"warning": 50, "critical": 60.5}},
            "timeouts": {"cache": 1},
            "checks": {"system": False, "cache": True},
        },
        "HEALTH_CHECK",
    )
    assert settings.thresholds.cpu == Threshold(50, 60.5)
    assert settings.thresholds.memory == Threshold(80, 95)
    assert (settings.timeouts.cache, settings.timeouts.database) == (1, 5)
    assert [name for name in COMPONENTS if not settings.is_on(name)] == ["system"]


def test_upper_case_keys_mean_the_same() -> None:
    """Django's settings are written in capitals."""
    document = {
        "TIMEOUTS": {"database": 3},
        "CHECKS": {"shop": False},
        "ALLOWED_IPS": ("::1",),
        "TCP": {"Gate": {"HOST": "gate.example", "PORT": 7}},
    }
    settings = settings_from(document, "HEALTH_CHECK")
    assert settings.timeouts.database == 3
    assert not settings.is_on("shop")
    assert settings.allowed_ips == ["::1"]
    assert settings.tcp["Gate"].port == 7


def test_older_name_of_custom_checks() -> None:
    """It means the same, and does not stand beside the new one."""
    paths = ["shop.health.PaymentsCheck"]
    for name in ("health_custom_checks", "HEALTH_CUSTOM_CHECKS"):
        assert settings_from({name: paths}, "HEALTH_CHECK").custom_checks == paths
    with pytest.raises(InvalidDocument, match="custom_checks and health_custom_checks: keep"):
        settings_from({"CUSTOM_CHECKS": paths, "health_custom_checks": paths}, "HEALTH_CHECK")


@pytest.mark.parametrize(
    ("document", "text"),
    [
        ({"threshold": {}}, "unknown key 'threshold', did you mean 'thresholds'?"),
        ({"thresholds": {"cpus": {}}}, "thresholds: unknown key 'cpus', did you mean 'cpu'?"),
        (
            {"thresholds": {"disk": {"warning": 96, "critical": 95}}},
            "thresholds.disk: warning 96 is above critical 95",
        ),
        ({"thresholds": {"cpu": {"warning": 0, "critical": 9}}}, "thresholds.cpu.warning: "),
        ({"thresholds": {"cpu": {"warning": 9, "critical": 101}}}, "thresholds.cpu.critical: "),
        ({"thresholds": {"cpu": {"warning": "9", "critical": 9}}}, "thresholds.cpu.warning: "),
        ({"timeouts": {"database": 0}}, "timeouts.database: Expected `float` > 0"),
        ({"timeouts": {"database": -1}}, "timeouts.database: Expected `float` > 0"),
        ({"timeouts": {"cache": 3601}}, "timeouts.cache: Expected `float` <= 3600"),
        ({"timeouts": {"cache": "2"}}, "timeouts.cache: Expected `float`, got `str`"),
        ({"timeouts": {"cache": True}}, "timeouts.cache: Expected `float`, got `bool`"),
        ([], "a dictionary is expected, got list"),
        (None, "a dictionary is expected, got NoneType"),
        ({"CHECKS": {}, "checks": {}}, "the key checks stands twice: keep one"),
        (
            {"THRESHOLDS": {"CPU": {"warning": 50}, "cpu": {"warning": 60}}},
            "thresholds: the key cpu stands twice: keep one",
        ),
        (
            {"THRESHOLDS": {"cpu": {"WARNING": 50, "warning": 60}}},
            "thresholds.cpu: the key warning stands twice: keep one",
        ),
        (
            {"TCP": {"gate": {"HOST": "a", "host": "b", "port": 7}}},
            "tcp.gate: the key host stands twice: keep one",
        ),
        ({"allowed_ips": ["10.0.0.5/8"]}, "allowed_ips[0]: '10.0.0.5/8' is both an address"),
        ({"allowed_ips": ["::1", "unix"]}, "allowed_ips[1]: no IP address or network like"),
        ({"allowed_ips": "10.0.0.5"}, "allowed_ips: Expected `array`, got `str`"),
        ({"trusted_proxies": ["proxy"]}, "trusted_proxies[0]: no IP address or network like"),
        ({"path": "health/"}, "path: expected a path like '/health/'"),
        ({"path": "/health?x"}, "path: expected a path like '/health/'"),
        ({"path": "/health/ "}, "path: expected a path like '/health/'"),
        (
            {"path": "/x/", "system_path": "/x/"},
            "path and system_path are the same but for slashes: give each its own",
        ),
        ({"max_age": -1}, "max_age: Expected `float` >= 0"),
        ({"enabled": "yes"}, "enabled: Expected `bool`, got `str`"),
        ({"critical": {"cache": 1}}, "critical.cache: Expected `bool`, got `int`"),
        ({"custom_checks": "shop.health.X"}, "custom_checks: Expected `array`, got `str`"),
        ({"checks": {"cache": "off"}}, "checks.cache: Expected `bool`, got `str`"),
    ],
)
def test_what_is_unknown_ill_typed_or_out_of_range_is_an_error(document: Any, text: str) -> None:
    """A slip is never a default; the line names the setting, the key and the remedy."""
    with pytest.raises(InvalidDocument) as caught:
        settings_from(document, "HEALTH_CHECK")
    assert str(caught.value).startswith(f"HEALTH_CHECK: {text}")


def test_warning_and_critical_may_be_the_same() -> None:
    """Then there is an error without a warning before it."""
    document = {"thresholds": {"cpu": {"warning": 90, "critical": 90}}}
    assert settings_from(document, "x").thresholds.cpu == Threshold(90, 90)


def test_environment_overrides_what_it_names() -> None:
    """One number is the warning, two are warning and critical; spaces do not matter."""
    before = settings_from({"timeouts": {"database": 3, "cache": 3}}, "HEALTH_CHECK")
    settings = with_environment(
        before,
        {
            "HEALTH_CPU_THRESHOLD": "60",
            "HEALTH_MEMORY_THRESHOLD": " 50 / 60.5 ",
            "HEALTH_DB_TIMEOUT": "0.5",
            "HEALTH_UNHEARD_OF": "x",
        },
    )
    assert settings.thresholds.cpu == Threshold(60, 90)
    assert settings.thresholds.memory == Threshold(50, 60.5)
    assert settings.thresholds.disk == before.thresholds.disk
    assert (settings.timeouts.database, settings.timeouts.cache) == (0.5, 3)


NUMBERS = [name for name in ENVIRONMENT if name.endswith(("_THRESHOLD", "_TIMEOUT"))]


@pytest.mark.parametrize("variable", NUMBERS)
def test_every_number_reaches_its_setting(variable: str) -> None:
    """Each of the documented variables changes exactly what it stands for."""
    settings = with_environment(HealthSettings(), {variable: "42"})
    changed: dict[str, dict[str, object]] = msgspec.to_builtins(HealthSettings())
    section, key = ENVIRONMENT[variable]
    before = changed[section][key]
    changed[section][key] = before | {"warning": 42.0} if isinstance(before, dict) else 42.0
    assert msgspec.to_builtins(settings) == changed


@pytest.mark.parametrize("text", ["", "  "])
def test_empty_variable_is_none(text: str) -> None:
    """A variable that is set to nothing changes nothing."""
    assert with_environment(HealthSettings(), {"HEALTH_CPU_THRESHOLD": text}) == HealthSettings()


@pytest.mark.parametrize(
    ("variable", "text", "error"),
    [
        ("HEALTH_CPU_THRESHOLD", "80%", "'80%': not a number, expected percents like 80 or 80/95"),
        ("HEALTH_CPU_THRESHOLD", "1/2/3", "'1/2/3': too many numbers, expected percents like"),
        ("HEALTH_CPU_THRESHOLD", "95", "thresholds.cpu: warning 95 is above critical 90"),
        ("HEALTH_DISK_THRESHOLD", "0", "thresholds.disk.warning: Expected `float` > 0"),
        ("HEALTH_DISK_THRESHOLD", "90/101", "thresholds.disk.critical: Expected `float` <= 100"),
        ("HEALTH_MEMORY_THRESHOLD", "nan", "thresholds.memory.warning: Expected `float` > 0"),
        ("HEALTH_DB_TIMEOUT", "5s", "'5s': not a number, expected seconds like 5"),
        ("HEALTH_DB_TIMEOUT", "1/2", "'1/2': too many numbers, expected seconds like 5"),
        ("HEALTH_CACHE_TIMEOUT", "-2", "timeouts.cache: Expected `float` > 0"),
        ("HEALTH_EXTERNAL_TIMEOUT", "inf", "timeouts.external: Expected `float` <= 3600"),
    ],
)
def test_variable_that_makes_no_sense_is_an_error(variable: str, text: str, error: str) -> None:
    """The line names the variable and how it is written."""
    with pytest.raises(InvalidDocument) as caught:
        with_environment(HealthSettings(), {variable: text})
    said = str(caught.value)
    assert said.startswith(variable)
    assert error in said


def test_half_a_threshold_keeps_the_other_default() -> None:
    """One level may be given alone, in a document as in the environment."""
    document = {"THRESHOLDS": {"cpu": {"warning": 50}, "disk": {"critical": 99}}}
    thresholds = settings_from(document, "HEALTH_CHECK").thresholds
    assert thresholds.cpu == Threshold(50, 90)
    assert thresholds.disk == Threshold(85, 99)
    assert thresholds.memory == Threshold(80, 95)


LABELS = ["cache/default/10.0.0.1:6379", "database/default", "payments", "system/cpu"]


@pytest.mark.parametrize(
    "name", ["cache", "cache/default", "cache/default/10.0.0.1:6379", "payments", "system/cpu"]
)
def test_component_target_part_and_custom_check_can_be_critical_or_not(name: str) -> None:
    """Whatever a label begins with is known."""
    require_known(HealthSettings(critical={name: False}), LABELS)


@pytest.mark.parametrize("name", [*COMPONENTS, "payments"])
def test_component_and_custom_check_can_be_switched(name: str) -> None:
    """Also a component of which nothing is there."""
    require_known(HealthSettings(checks={name: False}), LABELS)


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        (
            HealthSettings(checks={"databse": True}),
            "checks: unknown check 'databse', did you mean 'database'?",
        ),
        (
            HealthSettings(checks={"paymnts": False}),
            "checks: unknown check 'paymnts', did you mean 'payments'?",
        ),
        (HealthSettings(checks={"cache/default": False}), "checks: unknown check 'cache/default'"),
        (
            HealthSettings(critical={"cache/defualt": False}),
            "critical: unknown check 'cache/defualt', did you mean 'cache/default'?",
        ),
        (HealthSettings(critical={"zzz": False}), "critical: unknown check 'zzz', there are cache"),
        (HealthSettings(checks={"x:canary-hunter2": False}), "checks: unknown check '?'"),
    ],
)
def test_unknown_name_is_an_error(settings: HealthSettings, text: str) -> None:
    """The nearest one is told, or all of them, and nothing that may be a password."""
    with pytest.raises(InvalidDocument) as caught:
        require_known(settings, LABELS)
    assert str(caught.value).startswith(text)
    assert "canary" not in str(caught.value)


def test_labels_of_what_is_off_are_not_known_and_no_error() -> None:
    """Switching a component off must not make its other settings wrong."""
    settings = HealthSettings(checks={"dns": False}, critical={"dns/intranet": False})
    require_known(settings, LABELS)


def test_variables_are_judged_together() -> None:
    """What they amount to counts, in whatever order; the one that is wrong is named."""
    paths = {"HEALTH_PATH": "/health/detailed/", "HEALTH_DETAILED_PATH": "/health/all/"}
    assert with_environment(HealthSettings(), paths).path == "/health/detailed/"
    for wrong in ({"HEALTH_MAX_AGE": "-1"}, {"HEALTH_REQUIRE_AUTH": "x"}, {"HEALTH_PATH": "/a b"}):
        with pytest.raises(InvalidDocument, match=f"^{next(iter(wrong))}: "):
            with_environment(HealthSettings(), {"HEALTH_ALLOWED_IPS": "::1", **wrong})


def test_a_proxy_may_be_a_unix_socket_and_a_client_may_not() -> None:
    """A client without an address is in no network."""
    assert HealthSettings(trusted_proxies=["unix"]).trusted_proxies == ["unix"]
    with pytest.raises(ValueError, match=r"^allowed_ips\[0\]: no IP address"):
        HealthSettings(allowed_ips=["unix"])
