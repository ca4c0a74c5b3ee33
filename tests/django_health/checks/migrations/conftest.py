"""Real databases in which migrations are recorded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lenders import LendingDatabase, lending
from migrated import drop_table, shop_installed


@pytest.fixture
def shop(django_project: Path) -> Iterator[None]:  # noqa: ARG001 - it has to be there
    """The sample project's applications, without its router."""
    with shop_installed(DATABASE_ROUTERS=[]):
        yield


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"])
def lender(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LendingDatabase]:
    """Each database in turn, as the project's default one; nothing is recorded in it."""
    if request.param == "sqlite":
        (tmp_path / "db.sqlite3").touch()
        lender = lending("sqlite", tmp_path / "db.sqlite3")
    else:
        lender = lending(request.param, request.getfixturevalue(request.param))
    lender.target = "default"
    yield lender
    drop_table(lender)
    lender.restore()
