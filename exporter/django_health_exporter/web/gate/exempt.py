"""The paths that need no password."""

from __future__ import annotations

from collections.abc import Iterable

from django_health_exporter.web.links import is_path


def check_exempt(paths: Iterable[str]) -> None:
    """See whether each is a path that a request can have.

    Raises:
        ValueError: One is not; the text is one line.
    """
    for path in paths:
        if not is_path(path):
            raise ValueError(f"exempt path {path!a}: write a path like /-/healthy")
