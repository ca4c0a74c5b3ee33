"""A Prometheus on blocks alone, which scrapes nothing."""

from __future__ import annotations

import signal
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from live_servers import free_port
from live_servers.process import end, spawn
from live_servers.programs import find_program

_TIMEOUT = 60.0

# Not through a proxy that the environment may name.
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@contextmanager
def serving(directory: Path) -> Iterator[str]:
    """Start it on a storage; give its address, and end it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        file = home / "prometheus.yml"
        file.write_text("", encoding="utf-8")
        address = f"127.0.0.1:{free_port()}"
        command = [find_program("prometheus", "prometheus"), f"--config.file={file}"]
        command += [f"--storage.tsdb.path={directory}", f"--web.listen-address={address}"]
        process = spawn([*command, "--storage.tsdb.retention.time=1y"], home, None)
        try:
            deadline = time.monotonic() + _TIMEOUT
            while not _is_ready(f"http://{address}"):
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError((home / "log").read_text(encoding="utf-8"))
                time.sleep(0.05)
            yield f"http://{address}"
        finally:
            end(process, signal.SIGTERM)


def fetch(url: str) -> bytes:
    """Return what it answers."""
    with _direct.open(url, timeout=100) as answer:
        body: bytes = answer.read()
    return body


def _is_ready(url: str) -> bool:
    try:
        fetch(f"{url}/-/ready")
    except OSError:
        return False
    return True
