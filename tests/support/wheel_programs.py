"""Programs that come as wheels of the dependency group ``deploy`` and check what is deployed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from live_servers import MissingProgramError


def run_wheel_program(name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run it to its end, with both outputs as one text.

    Args:
        name: The program, which the package manager has put beside Python.
        arguments: What it is told.

    Raises:
        MissingProgramError: It is not installed.
    """
    program = Path(sys.executable).with_name(name)
    if not program.exists():
        raise MissingProgramError(f"{name} is not installed: pip install --group deploy")
    return subprocess.run(
        [program, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
        check=False,
    )
