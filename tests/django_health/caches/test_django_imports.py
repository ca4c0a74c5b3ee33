"""What it takes to ask a cache through Django."""

from __future__ import annotations

from fresh_imports import imported_by


def test_redis_py_is_left_to_the_backends_that_need_it() -> None:
    """A cache in files or in memory has no use for it."""
    found = imported_by("import django_health.caches.django")
    assert "django" in found
    assert "redis" not in found
