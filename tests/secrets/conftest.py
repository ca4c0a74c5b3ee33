"""The real servers that all forms of credentials are shown to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from canary_secrets.groups import FORMS
from canary_secrets.servers import Servers, running_servers


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """One of each kind, which the faults tell whom they know."""
    with running_servers(FORMS) as running:
        yield running
