"""Every output of the daemon; a new one is a line in the table."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path

from live_exporter import Exporter

_OPENMETRICS = "application/openmetrics-text; version=1.0.0"
_HEALTH_JSON = "application/health+json"


def _page(path: str, accept: str = "*/*", method: str = "GET") -> Callable[[Exporter], bytes]:
    def ask(exporter: Exporter) -> bytes:
        answer = exporter.get(path, {"Accept": accept}, method=method)
        return repr(dict(answer.headers)).encode() + b"\n" + answer.body

    return ask


def _process(name: str, exporter: Exporter) -> bytes:
    return Path(f"/proc/{exporter.process.pid}/{name}").read_bytes()


def _threads(exporter: Exporter) -> bytes:
    names = []
    for task in Path(f"/proc/{exporter.process.pid}/task").iterdir():
        with suppress(OSError):  # it has ended since
            names.append((task / "comm").read_bytes())
    return b"".join(names)


def _open_files(exporter: Exporter) -> bytes:
    """The names of what is open: of sockets, pipes and files."""
    names = []
    for link in Path(f"/proc/{exporter.process.pid}/fd").iterdir():
        with suppress(OSError):  # it was closed since
            names.append(str(link.readlink()))
    return "\n".join(names).encode()


OUTPUTS: Mapping[str, Callable[[Exporter], bytes]] = {
    "metrics": _page("/metrics"),
    "metrics again": _page("/metrics"),
    "metrics in OpenMetrics": _page("/metrics", _OPENMETRICS),
    "some metrics": _page("/metrics?collect[]=database&collect[]=cache"),
    "metrics without some": _page("/metrics?exclude[]=system"),
    "metrics of nothing": _page("/metrics?collect[]=nothing"),
    "targets": _page("/sd"),
    "probe of nothing": _page("/probe?target=nowhere"),
    "configuration": _page("/config"),
    "configuration in JSON": _page("/config", "application/json"),
    "interface": _page("/openapi.json"),
    "health": _page("/health/"),
    "health+json": _page("/health/", _HEALTH_JSON),
    "detailed": _page("/health/detailed/"),
    "detailed health+json": _page("/health/detailed/", _HEALTH_JSON),
    "system": _page("/health/system/"),
    "status page": _page("/"),
    "healthy": _page("/-/healthy"),
    "ready": _page("/-/ready"),
    "not found": _page("/nowhere"),
    "wrong method": _page("/health/", method="POST"),
    "heads": _page("/health/detailed/", method="HEAD"),
    "command line": partial(_process, "cmdline"),
    "title": partial(_process, "comm"),
    "threads": _threads,
    "open files": _open_files,
}
"""What a running daemon shows, by name."""

LOG = "log"
"""What it leaves, which is looked at when it has ended."""


def outputs_of(exporter: Exporter) -> dict[str, bytes]:
    """Return all outputs of a running daemon; what is asked at the same time shares its runs."""
    with ThreadPoolExecutor(len(OUTPUTS)) as pool:
        asked = {name: pool.submit(output, exporter) for name, output in OUTPUTS.items()}
    return {name: answer.result() for name, answer in asked.items()}


def command(
    folder: Path, arguments: list[str], environ: Mapping[str, str]
) -> subprocess.CompletedProcess[bytes]:
    """Run a command of the daemon to its end."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "django_health_exporter", *arguments],
        cwd=folder,
        env={"PATH": os.environ.get("PATH", os.defpath), **environ},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
