"""The daemon that is attacked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from live_exporter import Exporter
from siege import besieged_exporter


@pytest.fixture(scope="session")
def exporter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exporter]:
    """One with the limits that it comes with; each attack finds it as the one before left it."""
    with besieged_exporter(tmp_path_factory.mktemp("besieged")) as running:
        yield running
