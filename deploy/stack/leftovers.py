"""What a stack left behind whose runner was killed."""

from __future__ import annotations

from deploy.stack.processes import kill
from deploy.stack.state import Folder


def end_leftovers(folder: Folder) -> int:
    """End the processes that the folder tells of and that are still the same; return how many."""
    state = folder.read()
    if state is None:
        return 0
    members = [
        process for part in state.parts.values() for process in part.processes if process.lives()
    ]
    kill(members)
    folder.forget()
    return len(members)
