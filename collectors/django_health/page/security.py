"""The headers of the page: what a browser may do with it, which is next to nothing."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256

HTML = "text/html; charset=utf-8"


def headers_for(style: str, script: str) -> Mapping[str, str]:
    """Return the headers of a page with one inline style and one inline script, and no others.

    Args:
        style: The text between the tags, to the letter.
        script: Likewise.
    """
    policy = {
        "default-src": "'none'",
        "style-src": _digest(style),
        "script-src": _digest(script),
        "connect-src": "'self'",  # the script asks for the page again
        "img-src": "data:",  # the icon of the tab
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    return {
        "Content-Type": HTML,
        "Content-Security-Policy": "; ".join(f"{name} {text}" for name, text in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",  # dashboards and runbooks may be somebody else's
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
