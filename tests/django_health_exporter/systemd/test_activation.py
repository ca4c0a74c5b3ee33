"""The descriptors that systemd hands over, by their variables."""

from __future__ import annotations

import os

import pytest

from django_health_exporter.systemd.activation import NothingHandedOverError, take_descriptors


def given(count: str = "2", pid: str = "") -> dict[str, str]:
    """An environment as systemd makes it."""
    return {
        "LISTEN_PID": pid or str(os.getpid()),
        "LISTEN_FDS": count,
        "LISTEN_FDNAMES": "a:b",
        "OTHER": "stays",
    }


def test_descriptors_begin_at_three() -> None:
    """They follow each other, and the variables are gone afterwards: children must not see them."""
    environ = given()
    assert take_descriptors(environ) == [3, 4]
    assert environ == {"OTHER": "stays"}


@pytest.mark.parametrize("count", ["", "0", "-1", "x", "1025", "9" * 5000, "١"])
def test_numbers_that_are_none(count: str) -> None:
    """A count that cannot be is one line, and the variables are gone all the same."""
    environ = given(count)
    with pytest.raises(NothingHandedOverError, match="start the daemon by a systemd socket unit"):
        take_descriptors(environ)
    assert environ == {"OTHER": "stays"}


def test_nothing() -> None:
    """Without the variables there is nothing."""
    with pytest.raises(NothingHandedOverError, match="no socket was handed over"):
        take_descriptors({})


def test_sockets_of_another_process() -> None:
    """What was handed to a shell, say, is not taken."""
    with pytest.raises(NothingHandedOverError, match=f"process 1, this one is {os.getpid()}"):
        take_descriptors(given(pid="1"))
