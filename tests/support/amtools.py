"""Every Alertmanager that is there: the configuration has to hold on old ones and on new ones."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
VARIABLE = "AMTOOLS"
"""Names more of their amtools, separated as in PATH."""
UNPACKED = ".servers/*/usr/bin/amtool"
"""Where ``tests/support/install_newer_prometheus.sh`` puts them."""


@dataclass(frozen=True, slots=True)
class Amtool:
    """An amtool, and the Alertmanager that came with it.

    Attributes:
        path: Where it is.
        version: What it says of itself.
    """

    path: Path
    version: tuple[int, ...]

    def __str__(self) -> str:
        return ".".join(map(str, self.version))

    @property
    def alertmanager(self) -> str:
        """The server, under Debian's name or its makers'."""
        for name in ("prometheus-alertmanager", "alertmanager"):
            if (program := self.path.with_name(name)).exists():
                return str(program)
        return "prometheus-alertmanager"

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run it to its end, with both outputs as one text."""
        return subprocess.run(
            [self.path, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=60,
            check=False,
        )


@cache
def amtools() -> list[Amtool]:
    """Return all of them, one for each version, the oldest first."""
    on_path = shutil.which("amtool")
    named = filter(None, os.environ.get(VARIABLE, "").split(os.pathsep))
    paths = [Path(path) for path in ([on_path] if on_path else []) + list(named)]
    found: dict[tuple[int, ...], Amtool] = {}
    for path in [*paths, *sorted(ROOT.glob(UNPACKED))]:
        version = _version(path)
        found.setdefault(version, Amtool(path, version))
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
