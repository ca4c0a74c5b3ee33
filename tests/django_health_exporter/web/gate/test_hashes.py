"""How much work it takes to say no."""

from __future__ import annotations

import bcrypt
import pytest

from django_health_exporter.web.gate.hashes import cost_of, is_right, nobodys
from watched_bcrypt import WatchedBcrypt, hashed

COSTS = (4, 6, 7)

HASHES = {cost: hashed("right", cost) for cost in COSTS}


@pytest.mark.parametrize("cost", COSTS)
def test_right(cost: int, watched: WatchedBcrypt) -> None:
    """The right password takes one bcrypt, of the user's cost."""
    assert is_right(b"right", HASHES[cost], HASHES.values())
    assert watched.costs == [cost]


@pytest.mark.parametrize("prefix", [b"$2a$", b"$2b$", b"$2y$"])
def test_kinds_of_hashes(prefix: bytes) -> None:
    """All kinds that tools write are read, htpasswd's too."""
    stored = prefix + HASHES[4][4:]
    assert is_right(b"right", stored, [stored])
    assert not is_right(b"wrong", stored, [stored])


@pytest.mark.parametrize("stored", [*HASHES.values(), None])
def test_every_no_takes_the_same_work(stored: bytes | None, watched: WatchedBcrypt) -> None:
    """A wrong password of any user, and any of no user, takes what the highest cost takes."""
    assert not is_right(b"wrong", stored, HASHES.values())
    assert watched.steps == 2 ** max(COSTS)


@pytest.mark.parametrize("stored", [HASHES[6], None])
def test_one_cost_is_one_bcrypt(stored: bytes | None, watched: WatchedBcrypt) -> None:
    """Where all users have the same cost, a no is one bcrypt of that cost."""
    assert not is_right(b"wrong", stored, [HASHES[6]])
    assert watched.costs == [6]


def test_an_unknown_user_is_never_right(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even if the password were that of the hash that nobody has."""
    monkeypatch.setattr(bcrypt, "checkpw", lambda *_: True)
    assert not is_right(b"right", None, HASHES.values())


@pytest.mark.parametrize("cost", range(4, 8))
def test_nobodys_hash_is_one(cost: int) -> None:
    """It is well-formed, and it costs what it says."""
    assert cost_of(nobodys(cost)) == cost
    assert len(nobodys(cost)) == 60
    assert not bcrypt.checkpw(b"anything", nobodys(cost))
