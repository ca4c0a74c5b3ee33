"""Starts the daemon as a user would, asks it over HTTP, and ends it by its pid."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

from http_answer import Answer, ask
from live_exporter.samples import Samples
from live_servers import free_port

START_TIMEOUT = 30.0
"""Seconds that the daemon gets until it listens."""


class Exporter:
    """One daemon: a context manager that starts it and ends it.

    Args:
        directory: Its working folder, where its log goes.
        arguments: More of the command line.
        environ: The whole of its environment besides ``PATH``.
        within: A command that ends by executing the one that follows it, as ``unshare`` does.
    """

    def __init__(
        self,
        directory: Path,
        arguments: Sequence[str] = (),
        environ: Mapping[str, str] | None = None,
        within: Sequence[str] = (),
    ) -> None:
        self.directory = directory
        self.arguments = list(arguments)
        self.within = list(within)
        self.environ = {"PATH": os.environ.get("PATH", os.defpath), **(environ or {})}
        self.host = "127.0.0.1"
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._log_path = directory / f"exporter-{self.port}.log"

    @property
    def address(self) -> str:
        """``host:port``."""
        return f"{self.host}:{self.port}"

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The process, from its start on."""
        if self._process is None:
            raise RuntimeError("the exporter was not started")
        return self._process

    @property
    def log(self) -> str:
        """What it has written to stderr and stdout."""
        return self._log_path.read_text(encoding="utf-8")

    def start(self) -> None:
        """Start it and wait until it listens."""
        python = [sys.executable, "-W", "error", "-m", "django_health_exporter"]
        command = [*self.within, *python]
        listen = f"--web.listen-address={self.address}"
        with self._log_path.open("wb") as log:
            self._process = subprocess.Popen(
                [*command, listen, *self.arguments],
                cwd=self.directory,
                env=self.environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + START_TIMEOUT
        while not self._listens():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the exporter does not listen:\n{self.log}")
            time.sleep(0.02)

    def stop(self) -> int:
        """Tell it to end and return its exit code."""
        self.process.terminate()
        try:
            return self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise

    def get(
        self,
        path: str,
        headers: Mapping[str, str] | None = None,
        *,
        method: str = "GET",
        timeout: float = 30.0,
    ) -> Answer:
        """Ask on a new connection."""
        return ask(self.host, self.port, path, headers, method=method, timeout=timeout)

    def scrape(self, query: str = "", timeout: float | None = None) -> Samples:
        """Return the samples of one scrape, with the header that names its timeout, if any."""
        headers = {"X-Prometheus-Scrape-Timeout-Seconds": str(timeout)} if timeout else {}
        answer = self.get(f"/metrics{query}", headers)
        if answer.status != 200:
            raise RuntimeError(f"{answer.status}: {answer.body!r}")
        return Samples.parse(answer.body.decode())

    def _listens(self) -> bool:
        try:
            return self.get("/-/healthy", timeout=5).status == 200
        except OSError:
            return False

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *exception: object) -> None:
        if self.process.poll() is None:
            self.stop()
