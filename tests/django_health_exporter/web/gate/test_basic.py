"""What an ``Authorization`` header says."""

from __future__ import annotations

import pytest

from django_health_exporter.web.gate.basic import credentials_of
from watched_bcrypt import basic


@pytest.mark.parametrize(
    ("header", "user", "password"),
    [
        (basic("prometheus", "s3cret"), "prometheus", b"s3cret"),
        (basic("prometheus", "s3cret").replace("Basic", "bAsIc"), "prometheus", b"s3cret"),
        (basic("user", "with:colons:"), "user", b"with:colons:"),
        (basic("", ""), "", b""),
        (basic("Jürgen", "grün"), "Jürgen", "grün".encode()),
        (basic("user", "grün".encode("latin-1")), "user", b"gr\xfcn"),
        (basic("user", "x" * 72), "user", b"x" * 72),
        (basic("user", "x" * 40_000), "user", b"x" * 72),
    ],
)
def test_credentials(header: str, user: str, password: bytes) -> None:
    """Names are UTF-8, passwords any bytes; bcrypt looks at 72 of them, here and in Go."""
    credentials = credentials_of(header)
    assert credentials is not None
    assert (credentials.user, credentials.password) == (user, password)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Basic",
        "Basic ",
        "Bearer dXNlcjpwYXNz",
        "Basicdxnlcjpwyxnz",
        "Basic  dXNlcjpwYXNz",
        "Basic dXNlcjpwYXN",
        "Basic dXNl cjpwYXNz",
        "Basic dXNlcjpwYXNz, Basic dXNlcjpwYXNz",
        "Basic user:pass",
        "Basic é",
        "Basic dXNlcg==",
        basic(b"\xff", "pass"),
        basic("user", "pa\0ss"),
        basic("user", "\0"),
        basic("user", "x" * 100 + "\0"),
    ],
)
def test_what_is_nobodys(header: str) -> None:
    """Other schemes, what is not base64, names that are not UTF-8, and NUL bytes."""
    assert credentials_of(header) is None


def test_credentials_are_not_shown() -> None:
    """Neither name nor password: the password may stand in the place of the name."""
    shown = repr(credentials_of(basic("canary-user", "canary-password")))
    assert "canary" not in shown
