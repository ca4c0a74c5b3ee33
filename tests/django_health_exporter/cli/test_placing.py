"""Files are put in their places, and what others made stays."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from django_health_exporter.cli.options import ConfigurationError
from django_health_exporter.cli.placing import place


def _is_ours(text: str) -> bool:
    return text.startswith("# ours")


def _place(folder: Path, *, force: bool = False) -> None:
    place(folder, {"a.yaml": "# ours: new", "b.yaml": "# ours: b"}, _is_ours, force=force)


def test_a_new_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is made, and each file is told; whoever may read files by default may read these."""
    folder = tmp_path / "deep" / "rules"
    mask = os.umask(0o027)
    try:
        _place(folder)
    finally:
        os.umask(mask)
    assert capsys.readouterr().out == f"{folder / 'a.yaml'}\n{folder / 'b.yaml'}\n"
    assert sorted(path.name for path in folder.iterdir()) == ["a.yaml", "b.yaml"]
    assert (folder / "a.yaml").stat().st_mode & 0o777 == 0o640


def test_our_own_files_are_replaced(tmp_path: Path) -> None:
    """Also where a link leads to one."""
    (tmp_path / "a.yaml").write_text("# ours: old")
    kept = tmp_path / "kept" / "b"
    kept.parent.mkdir()
    kept.write_text("# ours: old")
    (tmp_path / "b.yaml").symlink_to(kept)
    _place(tmp_path)
    assert (tmp_path / "a.yaml").read_text() == "# ours: new"
    assert (tmp_path / "b.yaml").is_symlink()
    assert kept.read_text() == "# ours: b"


@pytest.mark.parametrize("content", [b"groups: []", b"\xff\xfe", b""])
def test_what_others_made_stays(tmp_path: Path, content: bytes) -> None:
    """And nothing else is written either."""
    (tmp_path / "b.yaml").write_bytes(content)
    with pytest.raises(ConfigurationError, match=r"b\.yaml was not written by this program: move"):
        _place(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["b.yaml"]
    assert (tmp_path / "b.yaml").read_bytes() == content
    _place(tmp_path, force=True)
    assert (tmp_path / "b.yaml").read_text() == "# ours: b"


def test_what_is_no_file(tmp_path: Path) -> None:
    """It is told, with and without force."""
    (tmp_path / "a.yaml").mkdir()
    with pytest.raises(ConfigurationError, match="is there and is no file"):
        _place(tmp_path)
    with pytest.raises(ConfigurationError, match=r"a\.yaml: is a directory"):
        _place(tmp_path, force=True)
    assert not list(tmp_path.glob(".*"))


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    """A file is in its way."""
    (tmp_path / "rules").write_text("")
    with pytest.raises(ConfigurationError, match="rules"):
        _place(tmp_path / "rules")
    with pytest.raises(ConfigurationError, match="not a directory"):
        _place(tmp_path / "rules" / "deeper")


def test_what_is_no_longer_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its alerts would go on; what others made is no matter of ours."""
    (tmp_path / "old.yaml").write_text("# ours: old")
    (tmp_path / "kustomization.yaml").write_text("resources: []")
    (tmp_path / "old.txt").write_text("# ours: old")
    _place(tmp_path)
    told = capsys.readouterr().err
    assert told == f"{tmp_path / 'old.yaml'}: older, and no longer made: remove it\n"
    assert (tmp_path / "old.yaml").exists()
