"""The environment in force while another one is put together."""

from __future__ import annotations

import os

import pytest

from django_health import process_environment
from django_health.checks.configuration.environment import EnvironmentCheck
from django_health.result import Status

NAME = "DJANGO_HEALTH_TEST_VARIABLE"


def test_it_is_that_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A change is seen at once."""
    assert NAME not in process_environment.in_force()
    monkeypatch.setenv(NAME, "x")
    assert process_environment.in_force()[NAME] == "x"


def test_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that is taken out meanwhile is not missed."""
    monkeypatch.setenv(NAME, "x")
    check = EnvironmentCheck([NAME])
    process_environment.hold()
    try:
        del os.environ[NAME]
        assert check.check().status is Status.OK
    finally:
        process_environment.let_go()
    assert check.check().status is Status.ERROR
