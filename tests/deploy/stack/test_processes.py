"""Processes are ended and frozen with all that they started, and never another one by mistake."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from deploy.stack.errors import StackError
from deploy.stack.leftovers import end_leftovers
from deploy.stack.part import Part, Running
from deploy.stack.processes import Process, family, find, freeze, kill, thaw
from deploy.stack.processes import _state as _state_of
from deploy.stack.state import Folder, PartState, State


@pytest.fixture
def parent() -> Iterator[subprocess.Popen[bytes]]:
    """A shell that has started two processes of its own."""
    process = subprocess.Popen(["sh", "-c", "sleep 600 & sleep 600 & wait"])
    deadline = time.monotonic() + 20
    while len(family(process.pid)) < 3:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    members = family(process.pid)
    yield process
    kill(members)
    process.wait(20)


def _own() -> Process:
    own = find(os.getpid())
    assert own is not None
    return own


def test_a_process_that_got_the_id_later_is_another_one() -> None:
    """It does not count as the former, and no signal reaches it."""
    own = _own()
    former = replace(own, started=own.started - 1)
    assert own.lives()
    assert not former.lives()
    kill([former])  # or this were the end


def test_nothing_has_an_id_that_is_free() -> None:
    """As after the end of a process that was waited for."""
    process = subprocess.Popen(["true"])
    process.wait(20)
    assert find(process.pid) is None
    assert family(process.pid) == []


def test_a_family_stands_still_and_goes_on(parent: subprocess.Popen[bytes]) -> None:
    """All of it, when ``freeze`` returns."""
    members = freeze(parent.pid)
    assert len(members) == 3
    assert {_state(member) for member in members} == {"T"}
    thaw(members)
    assert all(_state(member) in "SR" for member in members)


def test_a_frozen_family_that_was_left_behind_is_ended(
    parent: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    """Its runner was killed and could not; who has one of the ids now is not touched."""
    members = freeze(parent.pid)
    stranger = replace(_own(), started=1)
    folder = Folder(tmp_path)
    parts = {"worker": PartState("frozen", 0, [*members, stranger])}
    folder.write(State(runner=stranger, parts=parts))
    assert folder.at_work() is None
    parent.poll()
    assert end_leftovers(folder) == 3
    assert not any(member.lives() for member in members)
    assert folder.read() is None
    assert end_leftovers(folder) == 0


def test_a_thread_that_ends_while_it_is_looked_at_does_not_count() -> None:
    """It was listed, and its file is gone."""
    assert _state_of(Path(f"/proc/{os.getpid()}/task/{2**22}/stat")) == []
    assert _state_of(Path("/proc/self/stat")) == ["R"]


@pytest.mark.parametrize("is_frozen", [True, False])
@pytest.mark.parametrize("is_told", [True, False])
def test_orphans_of_a_part_are_ended(tmp_path: Path, is_frozen: bool, is_told: bool) -> None:
    """Its process is killed, and what it had started would stay for ever."""
    script = "sleep 600 & sleep 600 & wait"
    running = Running(Part("web", ["sh", "-c", script], tmp_path, 0, lambda: True))
    deadline = time.monotonic() + 20
    while len(running.processes()) < 3:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    if is_frozen:
        running.freeze()
    members = running.processes()
    members[0].tell(signal.SIGKILL)
    while not running.has_ended():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    if is_told:
        running.tell_to_end()
    running.wait_for_end()
    assert not any(member.lives() for member in members)


def test_a_process_of_somebody_else_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel's refusal in a line."""

    def refuse(*_: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "kill", refuse)
    with pytest.raises(StackError, match="is another user's"):
        _own().tell(signal.SIGCONT)


def _state(process: Process) -> str:
    (state,) = _state_of(Path(f"/proc/{process.pid}/stat"))
    return state
