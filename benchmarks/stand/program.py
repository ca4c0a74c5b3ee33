"""A program that answers scrapes: started, waited for, asked, and ended by its pid."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from signal import SIGTERM
from typing import Self

from live_servers.process import end, spawn
from live_servers.programs import find_program
from stand.scraper import Scraper

LONGEST_START = 30.0


class Program:
    """A context manager that starts a program and ends it.

    Args:
        folder: Its working directory, which also takes its log.
        command: What is run.
        port: The loopback port that the command makes it listen on.
        environ: More of its environment.
        path: What is scraped.
    """

    def __init__(
        self,
        folder: Path,
        command: Sequence[str],
        port: int,
        environ: Mapping[str, str] | None = None,
        path: str = "/metrics",
    ) -> None:
        self.folder = folder
        self.port = port
        self.scraper = Scraper("127.0.0.1", port, path)
        variables = [f"{name}={value}" for name, value in (environ or {}).items()]
        self._command = [find_program("coreutils", "env"), *variables, *command]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Its process."""
        if self._process is None:
            raise RuntimeError("the program was not started")
        return self._process.pid

    @property
    def log_path(self) -> Path:
        """Where it prints to."""
        return self.folder / "log"

    @property
    def log(self) -> str:
        """What it has printed."""
        return self.log_path.read_text(encoding="utf-8", errors="replace")

    def start(self) -> None:
        """Start it, without waiting."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.log_path.unlink(missing_ok=True)
        self._process = spawn(self._command, self.folder, None)

    def wait(self, good: Callable[[bytes], bool] = bool, pause: float = 0.02) -> float:
        """Scrape until the answer is good; return when that was, by the monotonic clock."""
        limit = time.monotonic() + LONGEST_START
        while True:
            try:
                scraped = self.scraper.scrape()
            except OSError:
                self.scraper.close()
            else:
                if scraped.status == 200 and good(scraped.text):
                    return time.monotonic()
            if time.monotonic() > limit or not self._lives():
                raise RuntimeError(f"no good answer of {self.folder.name}:\n{self.log[-3000:]}")
            time.sleep(pause)

    def stop(self) -> None:
        """End it."""
        self.scraper.close()
        if self._process is not None:
            end(self._process, SIGTERM)
            self._process = None

    def __enter__(self) -> Self:
        self.start()
        try:
            self.wait()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    def _lives(self) -> bool:
        return self._process is not None and self._process.poll() is None
