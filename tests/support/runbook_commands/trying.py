"""What comes of a command."""

from __future__ import annotations

import re
import subprocess
from typing import NamedTuple

from live_servers import MissingProgramError
from runbook_commands.ground import Ground

_LONG = 60.0
_MISSING = re.compile(r"line \d+: (\S+): command not found")


class Tried(NamedTuple):
    """What a command printed.

    Attributes:
        code: With which it ended.
        told: What it is asked for.
        complaints: What else it said.
    """

    code: int
    told: str
    complaints: str


def tried(text: str, ground: Ground) -> Tried:
    """Run a command where its names mean something.

    Raises:
        MissingProgramError: A program in it is not there.
    """
    run = subprocess.run(
        ["bash", "-c", ground.meant(text)],
        cwd=ground.folder,
        env=ground.environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=_LONG,
        check=False,
    )
    complaints = run.stderr.decode(errors="replace").strip()
    if missing := _MISSING.search(complaints):
        raise MissingProgramError(f"{missing[1]} is not installed")
    return Tried(run.returncode, run.stdout.decode(errors="replace").strip(), complaints)
