"""What is told of a reload that failed."""

from __future__ import annotations

import pytest

from django_health.settings.validation import InvalidDocument
from django_health_exporter.reloading.failure import ReloadError, reason_for
from django_health_exporter.web.server import ListenError


@pytest.mark.parametrize("kind", [InvalidDocument, ListenError, ReloadError])
def test_errors_of_ours_are_told(kind: type[Exception]) -> None:
    """They say place, value and remedy."""
    assert reason_for(kind("web.x: write y")) == "web.x: write y"


@pytest.mark.parametrize("kind", [ValueError, SystemExit, KeyboardInterrupt])
def test_errors_of_the_project_are_told_by_type_and_place(kind: type[BaseException]) -> None:
    """Their texts may be secrets."""
    with pytest.raises(kind) as caught:
        raise kind("canary")
    told = reason_for(caught.value)
    assert told.startswith(f"the configuration cannot be used: {kind.__name__} at test_failure.py:")
    assert "canary" not in told
