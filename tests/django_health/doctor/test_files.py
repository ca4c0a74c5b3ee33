"""Files that everybody may read."""

from __future__ import annotations

from pathlib import Path

import pytest

from django_health.doctor.files import open_files


@pytest.mark.parametrize(("mode", "is_told"), [(0o644, True), (0o640, False), (0o600, False)])
def test_modes(tmp_path: Path, mode: int, *, is_told: bool) -> None:
    """The group may read it; that is how services are given secrets."""
    path = tmp_path / "password"
    path.touch()
    path.chmod(mode)
    found = list(open_files([(path, "the password")]))
    assert bool(found) is is_told
    if found:
        assert "(mode 644)" in found[0].what
        assert found[0].remedy == f"chmod o= {path}"


def test_what_is_no_file(tmp_path: Path) -> None:
    """It is told by whoever needs it."""
    paths = [tmp_path, tmp_path / "absent", Path("/dev/null"), Path("a\0b")]
    assert list(open_files((path, "it") for path in paths)) == []
