"""What the stack's folder tells other processes: what runs, what is broken, and what shall be."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from deploy.stack.errors import StackError
from deploy.stack.processes import Process

Condition = Literal["running", "stopped", "frozen"]
"""What a part is: it works, it does not run, or it stands still and answers nothing."""


@dataclass
class PartState:
    """One part as it is now; ``processes`` is empty when it does not run, the first is its own."""

    condition: Condition
    port: int = 0
    processes: list[Process] = field(default_factory=list)


@dataclass
class State:
    """The stack as it is now.

    Attributes:
        runner: The process that started all others and waits for them.
        ready: Whether all has been started.
        quick: Whether waiting times are shortened.
        urls: What people open, by what it is.
        parts: Each part by its name, in the order of their start.
    """

    runner: Process
    ready: bool = False
    quick: bool = False
    urls: dict[str, str] = field(default_factory=dict)
    parts: dict[str, PartState] = field(default_factory=dict)


class Folder:
    """The folder of a stack.

    Args:
        path: Where it is, or shall be.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path / "state.json"
        self._wishes = path / "broken"

    def read(self) -> State | None:
        """Return what was written last; None when nothing was left behind.

        Raises:
            StackError: It cannot be read, or no stack has written it.
        """
        try:
            return _state_of(json.loads(self._file.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StackError(f"{self._file}: {error.strerror}") from None
        except (AttributeError, KeyError, TypeError, ValueError):
            raise StackError(
                f"{self._file} is not as a stack writes it; remove it when no stack runs there"
            ) from None

    def write(self, state: State) -> None:
        """Tell what is; whoever reads meanwhile gets all of the old or all of the new."""
        beside = self._file.with_suffix(".new")
        beside.write_text(json.dumps(asdict(state), indent=1) + "\n", encoding="utf-8")
        beside.replace(self._file)

    def forget(self) -> None:
        """Tell that nothing runs."""
        for wish in self._wishes.glob("*"):
            wish.unlink()
        self._file.unlink(missing_ok=True)

    def wish(self, name: str, condition: Condition) -> None:
        """Want a part to be so; the runner sees to it.

        Raises:
            StackError: The folder is not this user's to write.
        """
        wish = self._wishes / name
        beside = self.path / f".{name}.{os.getpid()}.wish"  # others may wish at the same time
        try:
            self._wishes.mkdir(exist_ok=True)
            if condition == "running":
                wish.unlink(missing_ok=True)
                return
            beside.write_text(condition, encoding="ascii")
            beside.replace(wish)
        except OSError as error:
            raise StackError(f"{error.filename}: {error.strerror}; is it another user's?") from None

    def wished(self, name: str) -> Condition:
        """Return what a part shall be."""
        try:
            text = (self._wishes / name).read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return "running"
        return "frozen" if text == "frozen" else "stopped"

    def at_work(self) -> State | None:
        """Return what was written last, if its runner still lives."""
        state = self.read()
        return state if state is not None and state.runner.lives() else None

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Be the only runner here; the kernel lets go of it however the process ends.

        Raises:
            StackError: Another one is at work.
        """
        with (self.path / "lock").open("a", encoding="ascii") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StackError(
                    f"a stack runs in {self.path}; `make stack-stop` ends it"
                ) from None
            yield


def _state_of(document: dict[str, Any]) -> State:
    parts = {
        name: PartState(
            part["condition"], part["port"], [Process(**one) for one in part["processes"]]
        )
        for name, part in document.pop("parts").items()
    }
    return State(runner=Process(**document.pop("runner")), parts=parts, **document)
