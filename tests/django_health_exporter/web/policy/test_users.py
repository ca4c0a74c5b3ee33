"""Users of the file, and bcrypt's own judgement on their hashes."""

from __future__ import annotations

import bcrypt
import pytest

from django_health.settings.validation import InvalidDocument
from django_health_exporter.web.policy.users import HIGHEST_COST, users_of

ALPHABET = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


@pytest.mark.parametrize("kind", ["2a", "2b", "2y"])
def test_hashes_are_taken_as_they_are(kind: str) -> None:
    """They are what a password is held against."""
    made = bcrypt.hashpw(b"dave123", bcrypt.gensalt(4)).decode().replace("2b", kind, 1)
    users = users_of({"dave": made}, "users")
    assert users == {"dave": made.encode()}
    assert bcrypt.checkpw(b"dave123", users["dave"])


@pytest.mark.parametrize("last", ALPHABET)
def test_what_is_taken_can_be_used(last: str) -> None:
    """The library refuses some salts: such a hash is found here, and not at the first login."""
    made = f"$2b$04${'a' * 21}{last}{'a' * 31}"
    try:
        bcrypt.checkpw(b"", made.encode())
    except ValueError:
        with pytest.raises(InvalidDocument, match="is no bcrypt hash"):
            users_of({"dave": made}, "users")
    else:
        assert users_of({"dave": made}, "users")


def test_no_password_is_hashed_at_its_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading a file takes no time, whatever the cost: the library sees the lowest alone."""
    seen = []
    really = bcrypt.hashpw

    def hashpw(password: bytes, salt: bytes) -> bytes:
        seen.append(salt[:7])
        return really(password, salt)

    monkeypatch.setattr(bcrypt, "hashpw", hashpw)
    salt = bcrypt.gensalt(4).decode()[7:]
    users_of({"dave": f"$2b${HIGHEST_COST}${salt}{'a' * 31}"}, "users")
    assert seen == [b"$2b$04$"]
