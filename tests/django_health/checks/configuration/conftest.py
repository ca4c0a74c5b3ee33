"""Real databases that lend their connection."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lenders import LendingDatabase, lending


@pytest.fixture(params=["postgresql", "mariadb"])
def server_lender(request: pytest.FixtureRequest) -> Iterator[LendingDatabase]:
    """Each server in turn."""
    lender = lending(request.param, request.getfixturevalue(request.param))
    yield lender
    lender.restore()


@pytest.fixture(params=["postgresql", "mariadb", "sqlite"])
def lender(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LendingDatabase]:
    """Each database in turn."""
    if request.param == "sqlite":
        (tmp_path / "db.sqlite3").touch()
        lender = lending("sqlite", tmp_path / "db.sqlite3")
    else:
        lender = lending(request.param, request.getfixturevalue(request.param))
    yield lender
    lender.restore()
