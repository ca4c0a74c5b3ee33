"""Child processes that never outlive the test run."""

from __future__ import annotations

import os
import pwd
import signal
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path

from live_servers.programs import find_program

STOP_TIMEOUT = 20.0
"""Seconds that a process gets to end in order before it is killed."""


def spawn(
    command: Sequence[str], home: Path, account: pwd.struct_passwd | None
) -> subprocess.Popen[bytes]:
    """Start a program in its home, its output going to the file ``log`` there.

    The kernel kills it when this process ends, however that comes about.
    """
    if threading.current_thread() is not threading.main_thread():
        # The kernel takes the end of the starting thread for the end of the parent.
        message = "a server is started from the main thread"
        raise RuntimeError(message)
    # A preexec_fn would do without this program, but must not be used beside other threads.
    setpriv = find_program("util-linux", "setpriv")
    with (home / "log").open("ab") as log:
        return subprocess.Popen(
            [setpriv, "--pdeathsig", "KILL", "--", *command],
            cwd=home,
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            user=None if account is None else account.pw_uid,
            group=None if account is None else account.pw_gid,
            extra_groups=None if account is None else [],
        )


def end(process: subprocess.Popen[bytes], signum: signal.Signals) -> None:
    """Tell a process to end, wait until it has, and kill it when it does not."""
    process.send_signal(signum)
    try:
        process.wait(STOP_TIMEOUT)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
