"""The RabbitMQ of the tests: its own, on loopback, and gone with its port mapper."""

from __future__ import annotations

from pathlib import Path

from live_servers.ports import is_taken
from live_servers.rabbitmq import RabbitMQ


def _mappers(port: int) -> list[str]:
    """The port mappers that have the port on their command line."""
    lines = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = file.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:  # it has ended
            continue
        if line.split(" ")[0].endswith("epmd") and str(port) in line:
            lines.append(line)
    return lines


def test_it_serves_and_leaves_nothing_behind(tmp_path: Path) -> None:
    """Clients log in with the canary password, also after a restart on the same port."""
    with RabbitMQ(tmp_path) as server:
        port, mapper, home = server.port, server._mapper_port, server.directory
        with server.connect() as connection:
            assert connection.server_properties["product"] == "RabbitMQ"
        assert "canary" in server.control("list_users")
        assert len(_mappers(mapper)) == 1
        server.restart()
        assert server.port == port
        with server.connect() as connection:
            assert connection.connected
    assert not home.exists()
    assert not is_taken(port)
    assert not is_taken(mapper)
    assert _mappers(mapper) == []
