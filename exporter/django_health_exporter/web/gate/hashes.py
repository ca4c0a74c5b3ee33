"""The work of bcrypt, which is the same for every wrong password of every user, known or not."""

from __future__ import annotations

from collections.abc import Iterable


def is_right(password: bytes, stored: bytes | None, all_stored: Iterable[bytes]) -> bool:
    """Hold a password against a user's hash, which takes from milliseconds to minutes.

    A bcrypt of cost ``n`` takes ``2**n`` steps. To a wrong password those of all costs from the
    user's own up to the highest are added, which makes ``2**highest`` steps for all users; as many
    as one of the highest cost takes, which is what an unknown user gets. So nobody can tell by the
    time who is a user.

    Args:
        password: At most 72 bytes without NUL.
        stored: The user's hash; ``None`` for an unknown user.
        all_stored: The hashes of all users.
    """
    import bcrypt  # noqa: PLC0415 - a daemon without users has no need of it

    highest = max(map(cost_of, all_stored))
    if stored is None:
        bcrypt.checkpw(password, nobodys(highest))
        return False
    if bcrypt.checkpw(password, stored):
        return True
    for cost in range(cost_of(stored), highest):
        bcrypt.checkpw(password, nobodys(cost))
    return False


def cost_of(stored: bytes) -> int:
    """Return the cost that stands in a hash: ``$2b$10$…``."""
    return int(stored.split(b"$", 3)[2])


def nobodys(cost: int) -> bytes:
    """Return a well-formed hash of some cost, of no password that anybody knows."""
    return b"$2b$%02d$" % cost + b"." * 53
