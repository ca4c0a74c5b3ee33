"""The stack's folder: what it tells, who has it, and that nobody else's is touched."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from deploy.stack import ground
from deploy.stack.errors import StackError
from deploy.stack.processes import find
from deploy.stack.state import Folder, PartState, State


def _state() -> State:
    own = find(os.getpid())
    assert own is not None
    part = PartState("frozen", 5432, [own])
    return State(own, ready=True, quick=True, urls={"it": "http://it/"}, parts={"web": part})


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """By another process, as it is while its runner lives."""
    folder = Folder(tmp_path)
    assert folder.read() is None
    folder.write(_state())
    assert Folder(tmp_path).at_work() == _state()
    folder.forget()
    assert folder.at_work() is None


def test_wishes_come_and_go(tmp_path: Path) -> None:
    """What nobody wished anything of shall run."""
    folder = Folder(tmp_path)
    assert folder.wished("redis") == "running"
    folder.wish("redis", "frozen")
    assert folder.wished("redis") == "frozen"
    folder.wish("redis", "stopped")
    assert folder.wished("redis") == "stopped"
    folder.wish("redis", "running")
    folder.wish("redis", "running")
    assert folder.wished("redis") == "running"


def test_one_has_it_at_a_time(tmp_path: Path) -> None:
    """The second is told so at once."""
    first, second = Folder(tmp_path), Folder(tmp_path)
    with first.taken(), pytest.raises(StackError, match="a stack runs in"), second.taken():
        pass
    with Folder(tmp_path).taken():
        pass


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    """Nothing is removed that no stack has made."""
    precious = tmp_path / "precious"
    precious.write_text("mine", encoding="utf-8")
    with pytest.raises(StackError, match="no stack has put there"):
        ground.claim(tmp_path)
    with pytest.raises(StackError, match="is no folder"):
        ground.claim(precious)
    assert [file.name for file in tmp_path.iterdir()] == ["precious"]


def test_what_an_earlier_stack_left_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But for the mark by which the folder is known."""
    monkeypatch.setattr("deploy.stack.accounts.require_way", lambda _: None)
    folder = tmp_path / "new" / "stack"
    ground.claim(folder)
    (folder / "redis").mkdir()
    (folder / "redis" / "log").touch()
    (folder / "alerts.log").touch()
    ground.claim(folder)
    assert (folder / "redis" / "log").exists()
    ground.clear(folder)
    assert [file.name for file in folder.iterdir()] == ["lock"]
