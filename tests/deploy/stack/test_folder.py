"""The stack's folder: what it tells, who has it, and that nobody else's is touched."""

from __future__ import annotations

import os
import subprocess
import sys
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


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"parts": {"web": {}}, "runner": {}}'])
def test_a_state_that_no_stack_wrote_is_told(tmp_path: Path, text: str) -> None:
    """With its place and what to do."""
    (tmp_path / "state.json").write_text(text, encoding="utf-8")
    with pytest.raises(StackError, match=r"state\.json is not as a stack writes it; remove it"):
        Folder(tmp_path).at_work()


def test_a_folder_that_cannot_be_one_is_told(tmp_path: Path) -> None:
    """A file, and what the kernel makes alone."""
    file = tmp_path / "file"
    file.touch()
    for asked in (Folder(file).read, lambda: Folder(file).wish("redis", "stopped")):
        with pytest.raises(StackError, match="Not a directory"):
            asked()
    with pytest.raises(StackError, match="/proc/none cannot be written"):
        ground.claim(Path("/proc/none"))


def test_many_may_wish_at_the_same_time(tmp_path: Path) -> None:
    """None of them fails, and one of them has its will."""
    wish = (
        "from pathlib import Path; from deploy.stack.state import Folder\n"
        "for _ in range(200): Folder(Path('.')).wish('redis', '{}')"
    )
    commands = [[sys.executable, "-c", wish.format(what)] for what in ("stopped", "frozen")]
    environ = {"PYTHONPATH": str(Path(__file__).parents[3])}
    running = [subprocess.Popen(one, cwd=tmp_path, env=environ) for one in commands * 2]
    assert [process.wait(60) for process in running] == [0, 0, 0, 0]
    assert Folder(tmp_path).wished("redis") in {"stopped", "frozen"}
    assert [file.name for file in tmp_path.iterdir()] == ["broken"]


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
