"""Where in a configuration file secrets stand as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from django_health.doctor.secret_names import entries
from django_health.masking import is_secret_name
from django_health.settings.validation import step

ELSEWHERE = "\0"
"""Stands for what a variable of the environment gives; no YAML or TOML holds it."""

_LOGIN = re.compile(rf"://[^/\s@]*:[^/\s@{ELSEWHERE}]+@")
"""A URL with a password of its own."""

_PARAMETER = re.compile(rf"[?&;](?P<name>[^=&;\s]+)=[^&;\s{ELSEWHERE}]+")

_HIDDEN_HEADERS = {"cookie", "x-auth"}
"""Headers that hold a secret, beside those that are called like one."""

_SECRET_URLS = {"webhook": "url", "apprise": "urls"}
"""By the kind of a channel the key whose URL lets anybody write there who knows it."""


def secret_places(document: Mapping[str, object]) -> Iterator[str]:
    """Yield the places, like ``databases.default.password``, in the document's order.

    Args:
        document: What was read, with :data:`ELSEWHERE` in the place of each variable.
    """
    yield from _in_mapping(document, "")
    alerting = dict(entries(document.get("alerting")))
    for name, channel in entries(alerting.get("channels")):
        keys = dict(entries(channel))
        key = _SECRET_URLS.get(str(keys.get("type")), "")
        if any(_is_telling(url) for url in _texts(keys.get(key))):
            yield f"alerting.channels.{step(name)}.{key}"


def _in_mapping(section: object, place: str, *, are_headers: bool = False) -> Iterator[str]:
    for key, value in entries(section):
        here = f"{place}.{step(key)}" if place else step(key)
        is_secret = is_secret_name(key) or (are_headers and key.lower() in _HIDDEN_HEADERS)
        texts = _texts(value)
        if any((is_secret and _is_given(text)) or _is_login(text) for text in texts):
            yield here
        for one in value if isinstance(value, list) else [value]:
            yield from _in_mapping(one, here, are_headers=key == "headers")


def _texts(value: object) -> list[str]:
    """The texts and numbers of a value or a list; what is on or off is no secret."""
    values = value if isinstance(value, list) else [value]
    return [
        str(one)
        for one in values
        if isinstance(one, str | int | float) and not isinstance(one, bool)
    ]


def _is_given(text: str) -> bool:
    return bool(text) and ELSEWHERE not in text


def _is_login(text: str) -> bool:
    """Whether it is a URL with a password, or with a parameter that is called like a secret."""
    if "://" not in text:
        return False
    parameters = _PARAMETER.finditer(text)
    return bool(_LOGIN.search(text)) or any(is_secret_name(one["name"]) for one in parameters)


def _is_telling(url: str) -> bool:
    """Whether there is more to a channel's URL than a host, and all of it stands here."""
    _, _, rest = url.partition("://")
    place = rest.partition("/")[2] or rest.partition("?")[2]
    is_more = bool(place) or "@" in rest or not url.startswith(("http://", "https://"))
    return _is_given(url) and not _is_login(url) and is_more
