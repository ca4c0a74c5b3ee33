"""Answers as Redis on many loopback ports, in one thread, as cheaply as Python can: a script.

It knows what a health check asks. INFO is answered with a text that a real server gave. Started
with the number of ports and the file of that text, it prints its ports in a line. A line on its
standard input is a number: each so manieth port says nothing from then on; 0 ends that.
"""

from __future__ import annotations

import resource
import select
import socket
import sys
from collections.abc import Callable
from pathlib import Path

READ = select.EPOLLIN


class Client:
    """A connection and what it has set."""

    def __init__(self, accepted: socket.socket, place: int, info: bytes) -> None:
        accepted.setblocking(True)
        accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket = accepted
        self.place = place
        self._info = info
        self._values: dict[bytes, bytes] = {}
        self._pending = b""

    def read(self) -> bytes | None:
        """Return the answers to what has come; none when the client has gone."""
        try:
            data = self.socket.recv(1 << 16)
        except OSError:
            return None
        if not data:
            return None
        tokens = (self._pending + data).split(b"\r\n")
        answers, at = [], 0
        while at + 1 < len(tokens):
            end = at + 1 + 2 * int(tokens[at][1:])
            if end >= len(tokens):
                break
            answers.append(self._answer(tokens[at + 2 : end : 2]))
            at = end
        self._pending = b"\r\n".join(tokens[at:])
        return b"".join(answers)

    def _answer(self, words: list[bytes]) -> bytes:
        match words[0].upper():
            case b"INFO":
                return self._info
            case b"GET":
                value = self._values.get(words[1])
                return b"$-1\r\n" if value is None else b"$%d\r\n%b\r\n" % (len(value), value)
            case b"SET":
                self._values[words[1]] = words[2]
                return b"+OK\r\n"
            case b"DEL":
                return b":1\r\n" if self._values.pop(words[1], None) is not None else b":0\r\n"
            case b"PING":
                return b"+PONG\r\n"
            case b"SELECT" | b"CLIENT" | b"AUTH":
                return b"+OK\r\n"
        return b"-ERR unknown command\r\n"


class Farm:
    """All ports, all connections and the loop over them."""

    def __init__(self, count: int, info: bytes) -> None:
        self._info = b"$%d\r\n%b\r\n" % (len(info), info)
        self._listeners = {}
        self._clients: dict[int, Client] = {}
        self._silent_step = 0
        self._poll = select.epoll()
        self.ports = []
        for place in range(count):
            listener = socket.create_server(("127.0.0.1", 0), backlog=64)
            self.ports.append(listener.getsockname()[1])
            self._listeners[listener.fileno()] = (place, listener)
            self._poll.register(listener, READ)
        self._poll.register(sys.stdin, READ)

    def serve(self) -> None:
        """Answer until standard input ends."""
        while True:
            for descriptor, _ in self._poll.poll():
                if descriptor in self._clients:
                    self._hear(descriptor)
                elif descriptor in self._listeners:
                    self._accept(*self._listeners[descriptor])
                elif not (line := sys.stdin.readline()):
                    return
                else:
                    self._silence(int(line))

    def _accept(self, place: int, listener: socket.socket) -> None:
        client = Client(listener.accept()[0], place, self._info)
        self._clients[client.socket.fileno()] = client
        self._poll.register(client.socket, READ)

    def _hear(self, descriptor: int) -> None:
        client = self._clients[descriptor]
        answers = client.read()
        if answers is not None and self._is_silent(client.place):
            return
        if answers is None or not _sent(client.socket.sendall, answers):
            self._poll.unregister(descriptor)
            self._clients.pop(descriptor).socket.close()

    def _is_silent(self, place: int) -> bool:
        return self._silent_step > 0 and place % self._silent_step == 0

    def _silence(self, step: int) -> None:
        self._silent_step = step
        sys.stdout.write("done\n")
        sys.stdout.flush()


def _sent(send: Callable[[bytes], None], answers: bytes) -> bool:
    try:
        send(answers)
    except OSError:
        return False
    return True


def main() -> None:
    """Serve."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    farm = Farm(int(sys.argv[1]), Path(sys.argv[2]).read_bytes())
    sys.stdout.write(" ".join(map(str, farm.ports)) + "\n")
    sys.stdout.flush()
    farm.serve()


if __name__ == "__main__":
    main()
