"""The policy of the page is strict, and lets its own style and script be."""

from __future__ import annotations

import hashlib
from base64 import b64encode

from django_health.page.security import headers_for


def _directives(policy: str) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in policy.split(";"))


def test_policy() -> None:
    """Nothing from anywhere, but the style and the script to the letter, and the page itself."""
    policy = _directives(headers_for("a{}", "b()")["Content-Security-Policy"])
    style, script = (b64encode(hashlib.sha256(text).digest()).decode() for text in (b"a{}", b"b()"))
    assert policy == {
        "default-src": "'none'",
        "style-src": f"'sha256-{style}'",
        "script-src": f"'sha256-{script}'",
        "connect-src": "'self'",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }


def test_nothing_loosens_it() -> None:
    """No word that would let anything else in."""
    policy = headers_for("a{}", "b()")["Content-Security-Policy"]
    assert not any(word in policy for word in ("unsafe", "*", "http:", "https:", "blob:"))


def test_other_headers() -> None:
    """Kept by nobody, framed by nobody, guessed by nobody, told to nobody."""
    headers = headers_for("", "")
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Content-Type"] == "text/html; charset=utf-8"
