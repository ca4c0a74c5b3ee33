"""Many servers that answer as Redis does, in a process of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Self

from live_servers import Redis
from live_servers.programs import find_program


class RedisFarm:
    """A context manager for stand-ins of Redis, each on a loopback port.

    Args:
        folder: Takes the text of INFO.
        count: How many.
    """

    def __init__(self, folder: Path, count: int) -> None:
        self._info = folder / "info.txt"
        self._count = count
        self.ports: list[int] = []

    def silence(self, step: int) -> None:
        """Let each so manieth say nothing from now on, on standing connections too; 0 ends it."""
        self._tell(f"{step}\n")
        if self._hear() != "done":
            raise RuntimeError("the stand-ins have ended")

    def __enter__(self) -> Self:
        with Redis() as server, server.connect() as client:
            client.set("key", "value")
            client.get("key")
            # What the server says as it says it, which redis-py would take apart.
            client.set_response_callback("INFO", lambda text, **_: text)
            self._info.write_bytes(client.execute_command("INFO"))
        script = Path(__file__).with_name("redis_stand_in.py")
        setpriv = find_program("util-linux", "setpriv")
        command = [setpriv, "--pdeathsig", "KILL", "--", sys.executable, str(script)]
        self._process = subprocess.Popen(  # noqa: S603 - a script of this package
            [*command, str(self._count), str(self._info)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.ports = [int(word) for word in self._hear().split()]
        return self

    def __exit__(self, *exception: object) -> None:
        if self._process.stdin:
            self._process.stdin.close()
        self._process.wait(20)
        if self._process.stdout:
            self._process.stdout.close()

    def _tell(self, line: str) -> None:
        assert self._process.stdin  # noqa: S101 - it is a pipe
        self._process.stdin.write(line)
        self._process.stdin.flush()

    def _hear(self) -> str:
        assert self._process.stdout  # noqa: S101 - it is a pipe
        return self._process.stdout.readline().strip()
