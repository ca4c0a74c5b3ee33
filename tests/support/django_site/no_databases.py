"""A test runner for a site whose databases are down."""

from __future__ import annotations

from typing import Any

from django.test.runner import DiscoverRunner


class NoDatabasesRunner(DiscoverRunner):
    """Creates no database for the tests, which could not be."""

    def setup_databases(self, **_kwargs: Any) -> list[tuple[Any, str, bool]]:
        """Leave them as they are."""
        return []
