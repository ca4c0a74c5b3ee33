"""One part of the stack, and its process."""

from __future__ import annotations

import os
import pwd
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from deploy.stack.errors import StackError
from deploy.stack.processes import Process, family, freeze, kill, thaw
from deploy.stack.programs import find_program

START_TIMEOUT = 60.0
"""Seconds that a part gets until it answers."""

STOP_TIMEOUT = 15.0
"""Seconds that a part gets to end in order before it is killed."""


@dataclass(frozen=True)
class Part:
    """How a part is started, and how it is seen to be ready.

    Attributes:
        name: What it is called.
        command: What runs it in the foreground.
        home: Its folder, in which its log is.
        port: Where it listens; 0 for nowhere.
        ready: Whether it answers.
        account: Under which account it runs; None for that of this process.
        environ: What it has in its environment beside PATH.
        says: What its log says when it is ready; empty for one that can be asked.
        stop_signal: What ends it in order, whatever its clients do.
    """

    name: str
    command: Sequence[str]
    home: Path
    port: int
    ready: Callable[[], bool]
    account: pwd.struct_passwd | None = None
    environ: Mapping[str, str] = field(default_factory=dict, repr=False)
    says: str = ""
    stop_signal: signal.Signals = signal.SIGTERM

    @property
    def log(self) -> Path:
        """What it prints."""
        return self.home / "log"


def spawn(
    command: Sequence[str],
    home: Path,
    account: pwd.struct_passwd | None = None,
    environ: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Start a program in its folder, its output going to the file ``log`` there.

    The kernel kills it when this process ends, however that comes about: hence from the main
    thread alone, whose end would be taken for that.

    Raises:
        StackError: It cannot be started.
    """
    defaults = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}
    try:
        log = (home / "log").open("ab")
    except OSError as error:
        raise StackError(f"{error.filename} cannot be written: {error.strerror}") from None
    with log:
        return subprocess.Popen(  # noqa: S603 - our own commands
            [find_program("setpriv"), "--pdeathsig", "KILL", "--", *command],
            cwd=home,
            env={**defaults, **(environ or {})},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C is for the runner, who ends them in order
            user=None if account is None else account.pw_uid,
            group=None if account is None else account.pw_gid,
            extra_groups=None if account is None else [],
        )


class Running:
    """A part's process, from its start until :meth:`wait_for_end`.

    Raises:
        StackError: It could not be started.
    """

    def __init__(self, part: Part) -> None:
        self.part = part
        self.frozen: list[Process] = []
        """Its processes while they stand still."""
        self._log_before = part.log.stat().st_size if part.log.exists() else 0
        self._popen = spawn(part.command, part.home, part.account, part.environ)
        self._members: list[Process] = []
        """Its processes as they were seen last: by them its orphans are found."""

    def processes(self) -> list[Process]:
        """Return its process and all that this has started; when it has ended, as seen last."""
        self._members = self.frozen or family(self._popen.pid) or self._members
        return self._members

    def has_ended(self) -> bool:
        """Whether it has gone by itself."""
        return self._popen.poll() is not None

    def wait_until_ready(self) -> None:
        """Return when it answers.

        Raises:
            StackError: It has ended, or takes too long; with the end of its log.
        """
        deadline = time.monotonic() + START_TIMEOUT
        while (has_ended := self.has_ended()) or not self._is_ready():
            if has_ended or time.monotonic() > deadline:
                tail = last_lines(self.part.log)
                raise StackError(f"{self.part.name} does not start; {self.part.log} ends:\n{tail}")
            time.sleep(0.05)

    def freeze(self) -> None:
        """Have it stand still: the kernel takes connections for it, and nothing is answered."""
        self.frozen = freeze(self._popen.pid)

    def thaw(self) -> None:
        """Let it go on."""
        thaw(self.frozen)
        self.frozen = []

    def tell_to_end(self) -> None:
        """Tell it to end, and return at once."""
        self.thaw()
        self.processes()
        if not self.has_ended():
            self._popen.send_signal(self.part.stop_signal)

    def wait_for_end(self) -> None:
        """Wait until it has, and kill what of it is left then, also what stands still."""
        try:
            self._popen.wait(STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            self._popen.kill()
            self._popen.wait()
        kill(self._members)

    def _is_ready(self) -> bool:
        with self.part.log.open("rb") as log:
            log.seek(self._log_before)
            return self.part.says.encode() in log.read() and self.part.ready()


def last_lines(log: Path, count: int = 15) -> str:
    """Return the end of a log."""
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return ""
    return "\n".join(lines[-count:])
