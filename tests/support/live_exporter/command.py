"""The daemon's command, run to its end."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def run_command(
    directory: Path, *arguments: str, **environ: str
) -> subprocess.CompletedProcess[str]:
    """Run it in a folder, with these variables alone in its environment."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "django_health_exporter", *arguments],
        cwd=directory,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
