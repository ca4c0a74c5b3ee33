"""The paths at which the middleware answers."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping

METRICS = "metrics"
"""What the path of the metrics is called below that of the short form."""

_PATH = re.compile(r"/[^\s?#\x00-\x1f\x7f]*")


def bare(path: str) -> str:
    """Return a path without slashes at its end, which make no difference."""
    return path.rstrip("/")


def metrics_path(path: str) -> str:
    """Return where the metrics are.

    Args:
        path: Where the short form is.
    """
    return f"{bare(path)}/{METRICS}"


def require_path(path: str) -> None:
    """Make sure that a text is a path.

    Raises:
        ValueError: It is none.
    """
    if _PATH.fullmatch(path) is None:
        raise ValueError("expected a path like '/health/': a slash, and no space, ? or # in it")


def require_own_places(paths: Mapping[str, str]) -> None:
    """Make sure that no two paths are the same, that of the metrics among them.

    Args:
        paths: By their keys in the settings, ``path`` among them.

    Raises:
        ValueError: Two are the same but for slashes at the end.
    """
    places = {**paths, "the metrics below path": metrics_path(paths["path"])}
    for (key, place), (other, its_place) in itertools.combinations(places.items(), 2):
        if bare(place) == bare(its_place):
            raise ValueError(f"{key} and {other} are the same but for slashes: give each its own")
