"""A Prometheus for the examples, the oldest and the newest that is there."""

from __future__ import annotations

import pytest

from promtools import Promtool, promtools

OLDEST_AND_NEWEST = dict.fromkeys((promtools()[0], promtools()[-1]) if promtools() else ())


@pytest.fixture(scope="module", params=OLDEST_AND_NEWEST, ids=str)
def program(request: pytest.FixtureRequest) -> str:
    """The server that came with a promtool."""
    tool: Promtool = request.param
    return str(tool.path.with_name("prometheus"))
