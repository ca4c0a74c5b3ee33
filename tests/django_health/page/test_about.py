"""What the page is about."""

from __future__ import annotations

import socket

import pytest

from django_health.page.about import LONGEST, here


def test_of_a_project() -> None:
    """Its settings and its machine."""
    assert here("shop.settings") == f"shop.settings on {socket.gethostname()}"[:LONGEST]


def test_of_a_machine() -> None:
    """Where there is no project."""
    assert here() == socket.gethostname()[:LONGEST]


def test_odd_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line of bounded length, whatever they are."""
    monkeypatch.setattr(socket, "gethostname", lambda: "a\nb" * 100)
    assert len(here()) <= LONGEST
    assert here().isprintable()
