"""The stack that the end-to-end tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from live_exporter import Stack, running_stack


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Four databases, five caches and the daemon; tests put back what they break."""
    with running_stack(tmp_path_factory.mktemp("stack")) as running:
        yield running
