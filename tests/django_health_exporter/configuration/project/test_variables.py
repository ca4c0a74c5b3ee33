"""What settings do to the environment."""

from __future__ import annotations

import os

import pytest

from django_health_exporter.configuration.project.variables import (
    Change,
    changes_since,
    restore,
    take_back,
)

NEW, CHANGED, GONE = "REREAD_NEW", "REREAD_CHANGED", "REREAD_GONE"


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(NEW, raising=False)
    monkeypatch.setenv(CHANGED, "1")
    monkeypatch.setenv(GONE, "1")


def _load() -> dict[str, Change]:
    before = dict(os.environ)
    os.environ[NEW] = "a"
    os.environ[CHANGED] = "2"
    del os.environ[GONE]
    os.environ["TZ"] = "America/Chicago"
    return changes_since(before)


def test_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What came, what became another, what went; the time zone is Django's own affair."""
    monkeypatch.setenv("TZ", "UTC")
    assert _load() == {NEW: Change(None, "a"), CHANGED: Change("1", "2"), GONE: Change("1", None)}


def test_take_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """All is as it was, but for what somebody has changed since."""
    monkeypatch.setenv("TZ", "UTC")
    changes = _load()
    os.environ[CHANGED] = "3"
    take_back(changes)
    assert NEW not in os.environ
    assert (os.environ[CHANGED], os.environ[GONE]) == ("3", "1")


def test_restore(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is as it was."""
    monkeypatch.setenv("TZ", "UTC")
    before = dict(os.environ)
    _load()
    restore(before)
    assert dict(os.environ) == before
