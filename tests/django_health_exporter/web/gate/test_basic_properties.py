"""Any header is understood, or refused without an error."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from django_health_exporter.web.gate.basic import LONGEST, credentials_of
from watched_bcrypt import basic

SCHEMES = st.sampled_from(["Basic ", "basic ", "BASIC  ", "Basic\t", "Bearer ", ""])


@given(st.text().filter(lambda name: ":" not in name), st.binary())
def test_what_a_client_encodes_is_read_back(user: str, password: bytes) -> None:
    """Name and password come out as they went in, as far as bcrypt looks."""
    credentials = credentials_of(basic(user, password))
    if b"\0" in password:
        assert credentials is None
    else:
        assert credentials is not None
        assert (credentials.user, credentials.password) == (user, password[:LONGEST])


@given(SCHEMES, st.text() | st.text("ABCDEFGHabcdefgh0123456789+/=:, ") | st.binary().map(str))
def test_no_header_breaks_it(scheme: str, rest: str) -> None:
    """What cannot be read is nobody's; what can fits into bcrypt."""
    credentials = credentials_of(scheme + rest)
    assert credentials is None or len(credentials.password) <= LONGEST
