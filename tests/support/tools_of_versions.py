"""A program in every version that is there, as what is shipped has to hold on old and new ones."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

from live_servers import MissingProgramError

ROOT = Path(__file__).parents[2]


class Tool:
    """A program of one version.

    Args:
        path: Where it is.

    Attributes:
        path: Where it is.
        version: What it says of itself, as numbers, which can be compared.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.version = _version(path)

    def __str__(self) -> str:
        return ".".join(map(str, self.version))

    def run(self, *arguments: str | Path, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
        """Run it to its end, with both outputs as one text."""
        return subprocess.run(
            [self.path, *arguments],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=100,
            check=False,
        )


@cache
def tools(program: str, package: str) -> list[Tool]:
    """Return all of them, one for each version, the oldest first.

    They are on ``PATH``, where the variable ``PROGRAMS`` says (``PROMTOOLS`` for promtool,
    separated as in ``PATH``), and where ``tests/support/install_newer_prometheus.sh`` puts them.

    Args:
        program: Its name.
        package: What has to be installed for it.

    Raises:
        MissingProgramError: There is none, and ``CI=true``.
    """
    on_path = shutil.which(program)
    named = filter(None, os.environ.get(f"{program.upper()}S", "").split(os.pathsep))
    paths = [Path(path) for path in ([on_path] if on_path else []) + list(named)]
    found: dict[tuple[int, ...], Tool] = {}
    for path in [*paths, *sorted(ROOT.glob(f".servers/*/usr/bin/{program}"))]:
        tool = Tool(path)
        found.setdefault(tool.version, tool)
    if not found and os.environ.get("CI") == "true":
        raise MissingProgramError(f"{program} is not installed; as root: apt-get install {package}")
    return sorted(found.values(), key=lambda tool: tool.version)


def _version(path: Path) -> tuple[int, ...]:
    """Return its version; one that was named and does not run is an error."""
    told = subprocess.run(
        [path, "--version"], capture_output=True, text=True, check=True, timeout=30
    )
    match = re.search(r"version (\d+\.\d+\.\d+)", told.stdout + told.stderr)
    if match is None:
        raise ValueError(f"{path} does not tell its version")
    return tuple(int(part) for part in match[1].split("."))
