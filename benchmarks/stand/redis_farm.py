"""Many servers that answer as Redis does, in a process of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from live_servers import Redis
from stand.side_script import SideScript


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
        self._script.tell(str(step))

    def __enter__(self) -> Self:
        with Redis() as server, server.connect() as client:
            client.set("key", "value")
            client.get("key")
            # What the server says as it says it, which redis-py would take apart.
            client.set_response_callback("INFO", lambda text, **_: text)
            self._info.write_bytes(client.execute_command("INFO"))
        self._script = SideScript("redis_stand_in.py", str(self._count), str(self._info))
        self.ports = [int(word) for word in self._script.hear().split()]
        return self

    def __exit__(self, *exception: object) -> None:
        self._script.stop()
