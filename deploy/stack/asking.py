"""What another terminal asks of a stack: to break a part, to mend it, to end."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable

from deploy.stack import configuration
from deploy.stack.errors import StackError
from deploy.stack.leftovers import end_leftovers
from deploy.stack.names import ALERTS, part_called
from deploy.stack.state import Condition, Folder, State

PATIENCE = 90.0
"""Seconds that the runner gets: a server that starts again after a hard end may take its time."""


def break_part(folder: Folder, name: str, *, freeze: bool) -> str:
    """Break a part, and return what to expect, in a sentence or two.

    Args:
        folder: The stack's.
        name: The part, by one of its names.
        freeze: Whether it stands still, instead of being ended.

    Raises:
        StackError: Nothing is called so, no stack runs, or the part does not obey.
    """
    part = part_called(name)
    condition: Condition = "frozen" if freeze else "stopped"
    state = _change(folder, part, condition)
    alert = ALERTS[part]
    if not alert:
        return f"{part} is {condition}. No alert can arrive now: the dead man's switch tells."
    seconds = configuration.delay(alert, quick=state.quick)
    return (
        f"{part} is {condition}. {alert} arrives where the stack runs, "
        f"after {_words(seconds)} or so."
    )


def mend_part(folder: Folder, name: str) -> str:
    """Mend a part, and return a sentence.

    Raises:
        StackError: Nothing is called so, no stack runs, or the part does not start.
    """
    part = part_called(name)
    _change(folder, part, "running")
    return f"{part} runs. What it caused is told as resolved after a while."


def stop(folder: Folder) -> str:
    """End a stack, and return a sentence.

    Raises:
        StackError: It does not end.
    """
    state = folder.at_work()
    if state is None:
        ended = end_leftovers(folder)
        return f"nothing runs in {folder.path}" + (f"; ended {ended} left behind" if ended else "")
    state.runner.tell(signal.SIGTERM)
    _wait(lambda: not state.runner.lives(), "the stack does not end")
    left = end_leftovers(folder)
    return "everything has ended" + (f"; {left} had to be killed" if left else "")


def _change(folder: Folder, part: str, condition: Condition) -> State:
    """Wish, and wait until it is so."""
    state = folder.at_work()
    if state is None:
        raise StackError(f"no stack runs in {folder.path}; `make stack` starts one")
    if not state.ready:
        raise StackError("the stack is still starting")
    folder.wish(part, condition)

    def is_so() -> bool:
        now = folder.at_work()
        if now is None:
            raise StackError("the stack has ended")
        if folder.wished(part) != condition:
            raise StackError(_told_otherwise(part, folder.wished(part)))
        return now.parts[part].condition == condition

    _wait(is_so, f"{part} is not {condition} yet; look where the stack runs")
    return state


def _told_otherwise(part: str, wished: Condition) -> str:
    if wished == "stopped":
        return f"{part} does not start; what it says is where the stack runs (or somebody stops it)"
    return f"somebody else wants {part} {wished} at the same time"


def _wait(condition: Callable[[], bool], failure: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise StackError(failure)
        time.sleep(0.05)


def _words(seconds: float) -> str:
    return f"{seconds:.0f} seconds" if seconds < 120 else f"{seconds / 60:.0f} minutes"
