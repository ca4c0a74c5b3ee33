"""A Sentinel of Redis, which knows one master."""

from __future__ import annotations

from live_servers import Redis, accounts


class Sentinel(Redis):
    """One that watches a server as ``mymaster``.

    Args:
        master: The server.
    """

    name = "sentinel"

    def __init__(self, master: Redis) -> None:
        super().__init__(arguments=["--sentinel"])
        self.master = master

    def _prepare(self) -> None:
        file = self.directory / "redis.conf"  # which it changes
        watched = f"sentinel monitor mymaster {self.master.host} {self.master.port} 1\n"
        file.write_text(watched, encoding="utf-8")
        accounts.give(file, self.account)
