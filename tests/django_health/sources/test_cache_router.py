"""In which database Django keeps a cache table."""

from __future__ import annotations

import pytest
from django.db import router

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


def test_a_router_that_fails_is_told_by_its_type(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its text may be a secret, and so may a LOCATION that is no name of a table."""

    def fail(*_: object, **__: object) -> str:
        raise RuntimeError("canary")

    monkeypatch.setattr("django.db.router.db_for_write", fail)
    with pytest.raises(TargetError) as caught:
        database_of_table("redis://:canary@h")
    assert str(caught.value) == (
        "DATABASE_ROUTERS fail with RuntimeError when asked for the database of a cache table"
    )


def test_routers_that_cannot_be_imported_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a router's name that is misspelt."""
    monkeypatch.setattr("django.db.router._routers", ["nosuch.Router"])
    monkeypatch.delitem(vars(router), "routers", raising=False)
    try:
        with pytest.raises(TargetError, match="DATABASE_ROUTERS fail with ModuleNotFoundError"):
            database_of_table("t")
    finally:
        vars(router).pop("routers", None)


def test_without_a_default_django_opens_no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the routers choose."""
    monkeypatch.setattr("django.conf.settings.DATABASES", {"slow": {}})
    monkeypatch.setattr("django.db.router.db_for_write", lambda *_, **__: "slow")
    with pytest.raises(TargetError, match=r"^DATABASES has no 'default', .* the cache table 't'"):
        database_of_table("t")
