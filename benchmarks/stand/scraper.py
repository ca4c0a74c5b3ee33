"""Asks as Prometheus does: one kept connection, OpenMetrics, gzip, a scrape timeout told.

The client does as little as it can, because it runs on the machine that is measured.
"""

from __future__ import annotations

import gzip
import socket
from typing import NamedTuple

_REQUEST = """\
GET {path} HTTP/1.1\r
Host: {host}:{port}\r
User-Agent: Prometheus/2.42.0\r
Accept: application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;\
q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1\r
Accept-Encoding: gzip\r
X-Prometheus-Scrape-Timeout-Seconds: {timeout}\r
\r
"""


class Scraped(NamedTuple):
    """An answer as it came."""

    status: int
    sent: bytes
    compressed: bool

    @property
    def text(self) -> bytes:
        """The metrics as text."""
        return gzip.decompress(self.sent) if self.compressed else self.sent

    @property
    def series(self) -> int:
        """How many samples there are."""
        return sum(bool(line) and not line.startswith(b"#") for line in self.text.split(b"\n"))


class Scraper:
    """One kept connection to what answers scrapes; it connects with the first one.

    Args:
        host: Where it listens.
        port: Where it listens.
        path: What is asked for.
        timeout: The seconds that a scrape may take, as Prometheus tells them.
    """

    def __init__(self, host: str, port: int, path: str = "/metrics", timeout: float = 10) -> None:
        self._address = (host, port)
        words = {"path": path, "host": host, "port": port, "timeout": f"{timeout:.6f}"}
        self._request = _REQUEST.format(**words).encode()
        self._socket: socket.socket | None = None
        self._timeout = timeout

    def send(self) -> None:
        """Ask; the answer is read by :meth:`receive`."""
        if self._socket is None:
            self._socket = socket.create_connection(self._address, timeout=self._timeout + 20)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._answers = self._socket.makefile("rb", 1 << 16)
        self._socket.sendall(self._request)

    def receive(self) -> Scraped:
        """Read the answer to the end."""
        status = int(self._answers.readline().split(None, 2)[1])
        length, chunked, compressed = -1, False, False
        while (line := self._answers.readline()) not in (b"\r\n", b""):
            name, _, value = line.lower().partition(b":")
            if name == b"content-length":
                length = int(value)
            elif name == b"transfer-encoding":
                chunked = b"chunked" in value
            elif name == b"content-encoding":
                compressed = b"gzip" in value
        body = self._chunks() if chunked else self._answers.read(length)
        return Scraped(status, body, compressed)

    def scrape(self) -> Scraped:
        """Ask and read the answer."""
        self.send()
        return self.receive()

    def close(self) -> None:
        """Close the connection; the next scrape opens another one."""
        if self._socket is not None:
            self._answers.close()
            self._socket.close()
            self._socket = None

    def _chunks(self) -> bytes:
        pieces = []
        while size := int(self._answers.readline(), 16):
            pieces.append(self._answers.read(size))
            self._answers.readline()
        self._answers.readline()
        return b"".join(pieces)
