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


def run_in_shell(directory: Path, arguments: str, streams: str) -> tuple[int, str]:
    """Run it with streams as a shell redirects them; return exit code and what is on stderr."""
    run = subprocess.run(
        ["/bin/sh", "-c", f"'{sys.executable}' -m django_health_exporter {arguments} {streams}"],
        cwd=directory,
        env={},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=60,
    )
    return run.returncode, run.stderr
