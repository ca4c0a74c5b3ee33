"""In which database Django keeps a cache table."""

from __future__ import annotations

import pytest

from django_health.sources.cache_router import database_of_table
from django_health.targets import TargetError

pytestmark = pytest.mark.usefixtures("django_project")


def test_without_routers_it_is_the_default() -> None:
    """As Django decides."""
    assert database_of_table("t") == "default"


def test_an_alias_that_is_none_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the setting to look at."""
    monkeypatch.setattr("django.db.router.db_for_write", lambda *_, **__: "nothing")
    with pytest.raises(TargetError, match="DATABASE_ROUTERS choose no alias"):
        database_of_table("t")
