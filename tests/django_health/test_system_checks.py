"""What would fail at run time is told at start."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import CheckMessage
from django.test import override_settings

from django_health.system_checks import (
    CUSTOM,
    DECLARED,
    KINDS,
    NAME,
    SETTING,
    TARGETS,
    VARIABLE,
    Kind,
    check_settings,
)

DOCUMENT = Path(__file__).parents[2] / "docs" / "system-checks.md"
CANARY = "canary-hunter2"
LIGHT = {"migrations": False, "celery": False, "configuration": False}


@pytest.fixture(autouse=True)
def project(django_project: Path) -> Iterator[None]:
    """A project whose settings are in order."""
    assert django_project.is_dir()
    with override_settings(HEALTH_CHECK={"CHECKS": LIGHT}):
        yield


def test_settings_in_order_say_nothing() -> None:
    """Nothing is asked either."""
    assert check_settings() == []


@pytest.mark.parametrize(
    ("setting", "kind", "text"),
    [
        ([], SETTING, "HEALTH_CHECK: a dictionary is expected, got list"),
        ({"TIMEOUT": {}}, SETTING, "HEALTH_CHECK: unknown key 'timeout', did you mean"),
        ({"MAX_AGE": "1"}, SETTING, "HEALTH_CHECK: max_age: Expected `float`, got `str`"),
        ({"ALLOWED_IPS": ["::g"]}, SETTING, "HEALTH_CHECK: allowed_ips[0]: no IP address"),
        (
            {"DETAILED_PATH": "/health/metrics"},
            SETTING,
            "HEALTH_CHECK: detailed_path and the metrics below path are the same but for slashes",
        ),
        ({"CUSTOM_CHECKS": ["nowhere.Check"]}, CUSTOM, "HEALTH_CHECK['CUSTOM_CHECKS']: 'nowhere"),
        ({"CUSTOM_CHECKS": ["os.path.join"]}, CUSTOM, "HEALTH_CHECK['CUSTOM_CHECKS']: 'os.path"),
        (
            {"CHECKS": LIGHT | {"cahce": False}},
            NAME,
            "checks: unknown check 'cahce', did you mean 'cache'?",
        ),
        (
            {"CHECKS": LIGHT, "CRITICAL": {"cache/defualt": False}},
            NAME,
            "critical: unknown check 'cache/defualt', did you mean 'cache/default'?",
        ),
        (
            {"CHECKS": LIGHT, "SQL": {"orders": {"query": "SELECT 1", "database": "shop"}}},
            DECLARED,
            "sql.orders.database: unknown alias, there are default",
        ),
    ],
)
def test_setting_that_cannot_be(setting: Any, kind: Kind, text: str) -> None:
    """One message of its kind, with the key and the remedy."""
    with override_settings(HEALTH_CHECK=setting):
        (message,) = check_settings()
    assert (message.id, message.level) == (kind.id, kind.level)
    assert message.msg.startswith(text)
    assert message.hint


def test_variable_that_cannot_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment is looked at as well."""
    monkeypatch.setenv("HEALTH_DB_TIMEOUT", "soon")
    (message,) = check_settings()
    assert message.id == VARIABLE.id
    assert message.msg.startswith("HEALTH_DB_TIMEOUT: not a number")


def test_database_that_cannot_be_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    """A warning: Django itself may well work with it."""
    from django.conf import settings

    monkeypatch.setitem(settings.DATABASES["default"], "PORT", CANARY)
    (message,) = check_settings()
    assert (message.id, message.is_serious()) == (TARGETS.id, False)
    assert message.msg.startswith("DATABASES['default']['PORT'] must be a port")
    assert CANARY not in str(message)


def test_several_faults_are_told_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """As far as they do not depend on each other."""
    from django.conf import settings

    monkeypatch.setitem(settings.DATABASES["default"], "PORT", CANARY)
    with override_settings(HEALTH_CHECK={"CUSTOM_CHECKS": ["nowhere.Check"]}):
        found: list[CheckMessage] = check_settings()
    assert [message.id for message in found] == [CUSTOM.id, TARGETS.id]


def test_document_has_every_kind() -> None:
    """The table says of each id what it means, and there is no other."""
    rows = re.findall(r"^\| `([^`]+)` \| (.*) \|$", DOCUMENT.read_text(), re.MULTILINE)
    assert rows == [(kind.id, kind.meaning) for kind in KINDS]
    assert len({kind.number for kind in KINDS}) == len(KINDS)


def test_ids_tell_their_level() -> None:
    """E for an error, W for a warning."""
    assert all(kind.number.startswith("E" if kind.level >= 40 else "W") for kind in KINDS)
