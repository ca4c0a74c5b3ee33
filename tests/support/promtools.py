"""Every promtool that is there: rules have to hold on old servers and on new ones."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from live_servers import MissingProgramError

ROOT = Path(__file__).parents[2]
VARIABLE = "PROMTOOLS"
"""Names more of them, separated as in PATH."""
UNPACKED = ".servers/*/usr/bin/promtool"
"""Where ``tests/support/install_newer_prometheus.sh`` puts them."""


@dataclass(frozen=True, slots=True)
class Promtool:
    """A promtool.

    Attributes:
        path: Where it is.
        version: What it says of itself.
    """

    path: Path
    version: str

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
def promtools() -> list[Promtool]:
    """Return all of them, one for each version, the oldest first."""
    on_path = shutil.which("promtool")
    named = filter(None, os.environ.get(VARIABLE, "").split(os.pathsep))
    paths = [Path(path) for path in ([on_path] if on_path else []) + list(named)]
    paths += sorted(ROOT.glob(UNPACKED))
    found: dict[str, Promtool] = {}
    for path in paths:
        version = _version(path)
        found.setdefault(version, Promtool(path, version))
    if not found and os.environ.get("CI") == "true":
        raise MissingProgramError("promtool is not installed; as root: apt-get install prometheus")
    return sorted(found.values(), key=lambda tool: [int(n) for n in tool.version.split(".")])


def _version(path: Path) -> str:
    """Return its version; one that was named and does not run is an error."""
    told = subprocess.run(
        [path, "--version"], capture_output=True, text=True, check=True, timeout=30
    )
    match = re.search(r"version (\d+\.\d+\.\d+)", told.stdout + told.stderr)
    if match is None:
        raise ValueError(f"{path} does not tell its version")
    return match[1]
