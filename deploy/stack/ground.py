"""The stack's folder, emptied and ready, and what runs there once before the parts do."""

from __future__ import annotations

import pwd
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from deploy.stack import accounts
from deploy.stack.errors import StackError
from deploy.stack.part import STOP_TIMEOUT, last_lines, spawn
from deploy.stack.places import COMPOSE
from deploy.stack.processes import family, kill


@dataclass(frozen=True)
class Errand:
    """A command that runs to its end.

    Attributes:
        command: The command.
        home: Its folder, in whose log it prints.
        account: Under which account; None for that of this process.
        environ: What it has in its environment beside PATH.
    """

    command: Sequence[str]
    home: Path
    account: pwd.struct_passwd | None = None
    environ: Mapping[str, str] = field(default_factory=dict, repr=False)


def claim(directory: Path) -> None:
    """Make the stack's folder, or see that it is one; what is in it stays.

    Raises:
        StackError: It holds something else, or cannot be used.
    """
    if directory.exists() and not directory.is_dir():
        raise StackError(f"{directory} is no folder")
    mark = directory / "lock"
    if directory.exists() and not mark.exists() and any(directory.iterdir()):
        raise StackError(f"{directory} holds what no stack has put there; take another folder")
    try:
        directory.mkdir(parents=True, exist_ok=True)
        mark.touch()
    except OSError as error:
        raise StackError(
            f"{error.filename} cannot be written ({error.strerror}): is it another user's?"
        ) from None
    accounts.require_way(directory)


def clear(directory: Path) -> None:
    """Remove what an earlier stack left in its folder, which is claimed and taken.

    Raises:
        StackError: It cannot be removed.
    """
    try:
        for each in directory.iterdir():
            if each.is_dir():
                shutil.rmtree(each)
            elif each.name != "lock":
                each.unlink()
    except PermissionError as error:
        raise StackError(f"{error.filename} cannot be removed: is it another user's?") from None


def invent_passwords(secrets: Path) -> None:
    """Have the script of ``compose.yaml`` invent all passwords, for this user alone."""
    subprocess.run(  # noqa: S603 - a script of ours
        ["/bin/sh", str(COMPOSE / "make-secrets.sh"), str(secrets)],
        check=True,
        stdout=subprocess.DEVNULL,
    )


def complete(*errands: Errand) -> None:
    """Run commands side by side, and wait for all.

    Raises:
        StackError: One failed; with the end of its log.
    """
    running = [(one, spawn(one.command, one.home, one.account, one.environ)) for one in errands]
    try:
        for errand, process in running:
            if process.wait(timeout=120):
                tail = last_lines(errand.home / "log")
                program = " ".join(Path(word).name for word in errand.command[:3])
                raise StackError(f"{program} failed; {errand.home / 'log'} ends:\n{tail}")
    except subprocess.TimeoutExpired:
        raise StackError(f"{errand.command[0]} does not end") from None
    finally:
        for _, process in running:
            if process.poll() is None:
                kill(family(process.pid))
                process.wait(STOP_TIMEOUT)
