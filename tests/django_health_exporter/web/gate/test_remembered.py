"""What is kept of passwords that were seen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from django_health_exporter.web.gate.basic import Credentials
from django_health_exporter.web.gate.remembered import Remembered

PARTS = st.tuples(st.text(), st.binary() | st.none(), st.binary())


def _of(user: str, password: bytes = b"password") -> Credentials:
    return Credentials(user, password)


def test_verdicts() -> None:
    """A verdict is for these credentials and this hash alone."""
    remembered = Remembered()
    right = remembered.digest(_of("user"), b"hash")
    remembered.keep(right, right=True)
    wrong = remembered.digest(_of("user", b"wrong"), b"hash")
    remembered.keep(wrong, right=False)
    assert remembered.verdict(right) is True
    assert remembered.verdict(wrong) is False
    for credentials, stored in (
        (_of("user"), b"new hash"),
        (_of("user"), None),
        (_of("other"), b"hash"),
    ):
        assert remembered.verdict(remembered.digest(credentials, stored)) is None


@given(PARTS, PARTS)
def test_different_credentials_are_known_apart(
    one: tuple[str, bytes | None, bytes], other: tuple[str, bytes | None, bytes]
) -> None:
    """No two of them have the same digest, wherever the border between the parts is."""
    remembered = Remembered()
    digests = {remembered.digest(_of(user, rest), stored) for user, stored, rest in (one, other)}
    same = (one[0], one[1] or b"", one[2]) == (other[0], other[1] or b"", other[2])
    assert len(digests) == (1 if same else 2)


def test_wrong_ones_push_out_no_right_one() -> None:
    """However many they are; each kind has its own room, in which the oldest makes place."""
    remembered = Remembered(most=3)
    remembered.keep(b"good", right=True)
    for number in range(100):
        remembered.keep(b"%d" % number, right=False)
    assert remembered.verdict(b"good") is True
    assert remembered.verdict(b"99") is False
    assert remembered.verdict(b"96") is None


def test_what_is_used_stays() -> None:
    """The one used least recently makes place."""
    remembered = Remembered(most=2)
    remembered.keep(b"used", right=True)
    remembered.keep(b"idle", right=True)
    assert remembered.verdict(b"used") is True
    remembered.keep(b"new", right=True)
    assert remembered.verdict(b"used") is True
    assert remembered.verdict(b"idle") is None


def test_nothing_of_it_is_kept() -> None:
    """Neither password nor hash is in memory, and no other process has the same digest."""
    first, second = Remembered(), Remembered()
    digest = first.digest(_of("user", b"canary-password"), b"canary-hash")
    first.keep(digest, right=True)
    assert "canary" not in repr(vars(first))
    assert digest != second.digest(_of("user", b"canary-password"), b"canary-hash")
