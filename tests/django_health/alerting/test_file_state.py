"""The record in a file, on a real disk and by real processes."""

from __future__ import annotations

import fcntl
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from django_health.alerting import file_state
from django_health.alerting.file_state import FileState, expect_record
from django_health.alerting.state import StateError

COUNT = 25
PROGRAM = f"""
import sys
from django_health.alerting.file_state import FileState
state = FileState(sys.argv[1])
for _ in range({COUNT}):
    with state.turn() as record:
        record.looked += 1
"""


def test_it_is_there_after_a_restart(tmp_path: Path) -> None:
    """Another one of the same path knows all, and only the owner may read it."""
    path = tmp_path / "alerts.json"
    with FileState(path).turn() as record:
        record.looker = "me"
    with FileState(str(path)).turn() as record:
        assert record.looker == "me"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(file.name for file in tmp_path.iterdir()) == ["alerts.json", "alerts.json.lock"]


def test_nothing_is_written_for_nothing(tmp_path: Path) -> None:
    """A turn that changes nothing leaves the file as it is."""
    state = FileState(tmp_path / "alerts.json")
    with state.turn() as record:
        record.looker = "me"
    before = (tmp_path / "alerts.json").stat().st_ino
    with state.turn():
        pass
    assert (tmp_path / "alerts.json").stat().st_ino == before


def test_processes_take_turns(tmp_path: Path) -> None:
    """No change of any of them is lost."""
    path = str(tmp_path / "alerts.json")
    started = [subprocess.Popen([sys.executable, "-c", PROGRAM, path]) for _ in range(3)]
    assert [process.wait(60) for process in started] == [0, 0, 0]
    with FileState(path).turn() as record:
        assert record.looked == 3 * COUNT


def test_an_empty_file_is_a_beginning(tmp_path: Path) -> None:
    """As an administrator makes it who wants its owner right."""
    path = tmp_path / "alerts.json"
    path.touch()
    with FileState(path).turn() as record:
        assert record.looked == 0


@pytest.mark.parametrize("content", ["root:x:0:0", '{"version": 99}', "{}x", "{}", '{"a": 1}'])
def test_what_is_somebody_elses_is_left_alone(tmp_path: Path, content: str) -> None:
    """The line names the file, and what to do."""
    path = tmp_path / "passwd"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(StateError, match=r"passwd' holds something else .*: name another file"):
        FileState(path)
    assert path.read_text(encoding="utf-8") == content
    assert [file.name for file in tmp_path.iterdir()] == ["passwd"]
    with pytest.raises(StateError, match="holds something else"):
        expect_record(path)


def test_looking_leaves_no_trace(tmp_path: Path) -> None:
    """Also where the file is not there yet, or is another user's."""
    path = tmp_path / "alerts.json"
    expect_record(path)
    assert list(tmp_path.iterdir()) == []
    with FileState(path).turn() as record:
        record.looker = "me"
    (tmp_path / "alerts.json.lock").unlink()
    path.chmod(0)
    expect_record(path)
    assert [file.name for file in tmp_path.iterdir()] == ["alerts.json"]
    with pytest.raises(StateError, match="Is a directory"):
        expect_record(tmp_path)


def test_a_missing_folder_is_an_error_at_the_start(tmp_path: Path) -> None:
    """In one line."""
    with pytest.raises(StateError, match=r"^state_file '.*/no/a': No such file or directory$"):
        FileState(tmp_path / "no" / "a")


def test_a_folder_and_a_pipe_are_refused(tmp_path: Path) -> None:
    """Without waiting for anybody to write."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(StateError, match="no file of ours"):
        FileState(tmp_path / "pipe")
    with pytest.raises(StateError):
        FileState(tmp_path)


def test_a_lock_that_is_never_given_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is waited for so long, and no longer."""
    monkeypatch.setattr(file_state, "PATIENCE", 0.05)
    path = tmp_path / "alerts.json"
    state = FileState(path)
    with (tmp_path / "alerts.json.lock").open("r+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(StateError, match="another process holds its lock"), state.turn():
            pass


def test_a_turn_that_fails_changes_nothing(tmp_path: Path) -> None:
    """And lets others have theirs."""
    state = FileState(tmp_path / "alerts.json")

    def fail() -> None:
        with state.turn() as record:
            record.looker = "me"
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with state.turn() as record:
        assert record.looker == ""
