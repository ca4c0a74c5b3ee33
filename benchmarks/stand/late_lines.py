"""Passes on what clients and servers say to each other, each word late, in one thread: a script.

Started with addresses to listen on, as a list with commas, and with ports of servers on 127.0.0.1,
it prints the port of each server at each address in a line. A line on its standard input is the
seconds that words are on their way from then on, in either direction. A connection takes the time
of its handshake besides: a server's first word comes after four ways, a client's is heard by the
server after three.
"""

from __future__ import annotations

import heapq
import select
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

LOOPBACK = "127.0.0.1"


@dataclass(eq=False)
class Line:
    """A connection: both sockets, and how many of its two ways have not ended."""

    client: socket.socket
    server: socket.socket
    ways: int = 2

    def end_at(self, there: socket.socket) -> None:
        """Tell one end that nothing more will come; when both have been told, close them."""
        with suppress(OSError):
            there.shutdown(socket.SHUT_WR)
        self.ways -= 1
        if not self.ways:
            self.client.close()
            self.server.close()


class Lines:
    """All listeners, all connections and the loop over them."""

    def __init__(self, addresses: list[str], servers: list[int]) -> None:
        self.ports: list[int] = []
        self._delay = 0.0
        self._listeners: dict[int, tuple[socket.socket, int]] = {}
        self._ends: dict[int, tuple[Line, socket.socket, socket.socket]] = {}
        """By the descriptor that is heard: its line, its socket and the other one."""
        self._under_way: list[tuple[float, int, Callable[[], object]]] = []
        self._number = count()
        for address in addresses:
            for server in servers:
                listener = socket.create_server((address, 0), backlog=64)
                self.ports.append(listener.getsockname()[1])
                self._listeners[listener.fileno()] = (listener, server)

    def serve(self) -> None:
        """Pass on until standard input ends."""
        control = sys.stdin.fileno()
        while True:
            watched = [control, *self._listeners, *self._ends]
            # Not epoll: what it waits is a whole number of milliseconds.
            for descriptor in select.select(watched, [], [], self._rest())[0]:
                if descriptor in self._ends:
                    self._hear(descriptor)
                elif descriptor in self._listeners:
                    self._accept(*self._listeners[descriptor])
                elif not (line := sys.stdin.readline()):
                    return
                else:
                    self._set_delay(float(line))
            self._deliver(time.perf_counter())

    def _rest(self) -> float | None:
        if not self._under_way:
            return None
        return max(0.0, self._under_way[0][0] - time.perf_counter())

    def _later(self, ways: int, act: Callable[[], object]) -> None:
        due = time.perf_counter() + ways * self._delay
        heapq.heappush(self._under_way, (due, next(self._number), act))

    def _deliver(self, now: float) -> None:
        while self._under_way and self._under_way[0][0] <= now:
            heapq.heappop(self._under_way)[2]()

    def _accept(self, listener: socket.socket, port: int) -> None:
        line = Line(listener.accept()[0], socket.socket())
        for end in (line.client, line.server):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._later(2, partial(self._add, line, line.client, line.server))
        self._later(3, partial(self._connect, line, port))

    def _connect(self, line: Line, port: int) -> None:
        with suppress(OSError):  # what is read of it then is an end as well
            line.server.connect((LOOPBACK, port))
        self._add(line, line.server, line.client)

    def _add(self, line: Line, here: socket.socket, there: socket.socket) -> None:
        self._ends[here.fileno()] = (line, here, there)

    def _hear(self, descriptor: int) -> None:
        line, here, there = self._ends[descriptor]
        data = b""
        with suppress(OSError):
            data = here.recv(1 << 16)
        if data:
            self._later(1, partial(_send, there, data))
        else:
            del self._ends[descriptor]
            self._later(1, partial(line.end_at, there))

    def _set_delay(self, seconds: float) -> None:
        self._deliver(float("inf"))  # or what is said later might come first
        self._delay = seconds
        sys.stdout.write("done\n")
        sys.stdout.flush()


def _send(there: socket.socket, data: bytes) -> None:
    with suppress(OSError):  # it has gone, and will be heard to have
        there.sendall(data)


def main() -> None:
    """Serve."""
    # Else the kernel may let a waiting process sleep 50 microseconds longer.
    Path("/proc/self/timerslack_ns").write_text("1", encoding="ascii")
    lines = Lines(sys.argv[1].split(","), [int(port) for port in sys.argv[2:]])
    sys.stdout.write(" ".join(map(str, lines.ports)) + "\n")
    sys.stdout.flush()
    lines.serve()


if __name__ == "__main__":
    main()
