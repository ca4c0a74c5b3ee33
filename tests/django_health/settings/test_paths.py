"""The paths at which the middleware answers."""

from __future__ import annotations

import pytest

from django_health.settings import settings_from
from django_health.settings.paths import metrics_path, require_path
from django_health.settings.validation import InvalidDocument


@pytest.mark.parametrize(
    ("paths", "same"),
    [
        ({"path": "/health", "detailed_path": "/health/"}, "path and detailed_path"),
        ({"path": "/x/", "system_path": "/x//"}, "path and system_path"),
        ({"detailed_path": "/x", "system_path": "/x/"}, "detailed_path and system_path"),
        ({"detailed_path": "/health/metrics"}, "detailed_path and the metrics below path"),
        ({"system_path": "/health/metrics/"}, "system_path and the metrics below path"),
        (
            {"path": "/metrics", "detailed_path": "/metrics/metrics"},
            "detailed_path and the metrics below path",
        ),
        ({"path": "/", "detailed_path": "/metrics"}, "detailed_path and the metrics below path"),
    ],
)
def test_paths_that_would_hide_each_other(paths: dict[str, str], same: str) -> None:
    """Each is answered with and without a last slash, and the metrics below the first."""
    with pytest.raises(InvalidDocument, match=f"^X: {same} are the same but for slashes: give"):
        settings_from(paths, "X")


def test_paths_that_only_begin_the_same() -> None:
    """They hide nothing."""
    paths = {"path": "/health", "detailed_path": "/healthz", "system_path": "/health/metrics/host"}
    assert settings_from(paths, "X").detailed_path == "/healthz"


@pytest.mark.parametrize(
    ("path", "metrics"),
    [("/health/", "/health/metrics"), ("/up", "/up/metrics"), ("/", "/metrics")],
)
def test_the_metrics_are_below(path: str, metrics: str) -> None:
    """With or without a last slash."""
    assert metrics_path(path) == metrics


@pytest.mark.parametrize("path", ["", "health/", "/health?x", "/health#x", "/a b", "/a\n", "/\0"])
def test_what_is_no_path(path: str) -> None:
    """It is not repeated: people put addresses with passwords there."""
    with pytest.raises(ValueError, match=r"^expected a path like '/health/': a slash, and no"):
        require_path(path)
