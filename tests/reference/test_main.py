"""``python -m reference`` writes what differs, and says what it is."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from reference import __main__ as program
from reference.meaning import Undocumented


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of two pages."""
    monkeypatch.setattr(program, "ROOT", tmp_path)
    monkeypatch.setattr(program, "written", lambda: {"docs/a.md": "A\n", "docs/b.md": "B\n"})
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text("A\n")
    return tmp_path


def _run(monkeypatch: pytest.MonkeyPatch, *flags: str) -> int:
    monkeypatch.setattr(sys, "argv", ["reference", *flags])
    return program.main()


def test_it_writes_what_differs(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And nothing else."""
    assert _run(monkeypatch) == 0
    assert capsys.readouterr().out == "docs/b.md\n"
    assert (folder / "docs" / "b.md").read_text() == "B\n"


def test_it_tells_what_differs(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With ``--check``, which writes nothing."""
    assert _run(monkeypatch, "--check") == 1
    assert capsys.readouterr().out == "docs/b.md\n"
    assert not (folder / "docs" / "b.md").exists()


@pytest.mark.usefixtures("folder")
def test_what_has_no_meaning_is_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On stderr, with code 2."""

    def missing() -> dict[str, str]:
        raise Undocumented("the flag --new of serve")

    monkeypatch.setattr(program, "written", missing)
    assert _run(monkeypatch) == 2
    assert capsys.readouterr().err == "the flag --new of serve has no meaning: write it there\n"
