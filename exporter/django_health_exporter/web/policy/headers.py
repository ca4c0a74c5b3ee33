"""The headers that the file may add to all answers."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django_health.settings.validation import InvalidDocument, nearest_and_all, step
from django_health_exporter.web.policy.schema import HttpSection
from django_health_exporter.web.policy.values import truth

ALLOWED: Mapping[str, tuple[str, ...]] = {
    "Content-Security-Policy": (),
    "Strict-Transport-Security": (),
    "X-Content-Type-Options": ("nosniff",),
    "X-Frame-Options": ("deny", "sameorigin"),
    "X-XSS-Protection": (),
}
"""The headers that all exporters take, with the words that one may hold; none are any text."""

_TEXT = re.compile(r"[\x20-\x7e]*")


def headers_of(section: HttpSection | None, place: str) -> dict[str, str]:
    """Return the headers; a blank one is not sent.

    Raises:
        InvalidDocument: One is not allowed, or its value cannot be sent.
    """
    if section is None:
        return {}
    truth(section.http2, f"{place}.http2", default=True)
    given = section.headers or {}
    for name, text in given.items():
        _check(name, text or "", f"{place}.headers")
    return {name: text.strip() for name, text in given.items() if text and text.strip()}


def _check(name: str, text: str, place: str) -> None:
    if name not in ALLOWED:
        raise InvalidDocument(
            f"{place}: the header {step(name)} cannot be set{nearest_and_all(name, ALLOWED)}"
        )
    if "\n" in text or "\r" in text:
        raise InvalidDocument(f"{place}.{name}: a header is one line: remove the line break")
    if not _TEXT.fullmatch(text):
        raise InvalidDocument(f"{place}.{name}: a header is plain ASCII text: remove what is not")
    words = ALLOWED[name]
    if words and text.strip() and text not in words:
        raise InvalidDocument(f"{place}.{name}: may be {' or '.join(words)}, and nothing else")
