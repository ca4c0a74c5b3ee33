"""The certificates that the tests of policies share."""

from __future__ import annotations

from pathlib import Path

import pytest

from web_policies import Material


@pytest.fixture(scope="session")
def shared_material(tmp_path_factory: pytest.TempPathFactory) -> Material:
    """Certificates and keys; tests that change one make their own."""
    return Material(tmp_path_factory.mktemp("web"))


@pytest.fixture
def material(tmp_path: Path) -> Material:
    """Certificates and keys that a test may change."""
    return Material(tmp_path)
