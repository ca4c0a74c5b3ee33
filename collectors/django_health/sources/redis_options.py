"""What a Redis backend's options and a URL's query say about the connection itself."""

from __future__ import annotations

from collections.abc import Mapping

from django_health.targets import TargetError
from django_health.whole_numbers import whole_number

_KEPT = frozenset(
    {"credential_provider", "protocol", "socket_keepalive", "socket_keepalive_options"}
)
"""Arguments of redis-py's connections that a check takes over, beside those that begin ``ssl_``.

Pools, parsers and serializers are the application's own; time limits, names and retries the
check's.
"""

_BOOLEANS = frozenset({"socket_keepalive", "ssl_check_hostname"})
_NUMBERS = frozenset({"protocol", "ssl_min_version"})
_FALSE = frozenset({"0", "F", "FALSE", "N", "NO"})


def connection_options(
    options: Mapping[str, object], query: Mapping[str, str], place: str
) -> dict[str, object]:
    """Return the arguments for redis-py's connection; those of the URL win, as with redis-py.

    Raises:
        TargetError: A number in the query is none.
    """
    kept = {key: value for key, value in options.items() if _is_kept(key)}
    return kept | {key: _typed(key, query[key], place) for key in query if _is_kept(key)}


def is_tls(options: Mapping[str, object]) -> bool:
    """Whether the options choose an encrypted connection, whatever the URL begins with."""
    return path_of(options.get("connection_class"), "").endswith("SSLConnection")


def path_of(value: object, default: str) -> str:
    """Return the dotted path of a class that is given as a path or as itself."""
    if value is None:
        return default
    if isinstance(value, type):
        return f"{value.__module__}.{value.__qualname__}"
    return value if isinstance(value, str) else ""


def _is_kept(key: str) -> bool:
    return key in _KEPT or key.startswith("ssl_")


def _typed(key: str, text: str, place: str) -> object:
    if key in _BOOLEANS:
        return text.upper() not in _FALSE
    if key in _NUMBERS:
        number = whole_number(text)
        if number is None:
            raise TargetError(f"{place} has a {key} that is no number: correct ?{key}=")
        return number
    return text
