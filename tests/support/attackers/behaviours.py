"""What one hostile client does with its connection."""

from __future__ import annotations

import random
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Behaviour:
    """What is sent, and whether anything is read.

    Attributes:
        first: Sent as soon as the connection stands.
        drip: Sent once a second after that.
        more: Sent again and again, so many times.
        times: How often ``more`` is sent.
        reads: Whether answers are read; if not, hardly anything fits into the client's kernel.
    """

    first: bytes = b""
    drip: bytes = b""
    more: bytes = b""
    times: int = 0
    reads: bool = True


def _request(path: str, more: str = "", method: str = "GET") -> bytes:
    return f"{method} {path} HTTP/1.1\r\nHost: daemon\r\n{more}\r\n".encode()


def _junk() -> bytes:
    return random.Random(7).randbytes(2000)  # noqa: S311 - the same each time, for whoever looks


def _client_hello() -> bytes:
    """The first message of a TLS handshake, after which nothing comes."""
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = ssl.create_default_context().wrap_bio(incoming, outgoing, server_hostname="daemon")
    try:
        client.do_handshake()
    except ssl.SSLWantReadError:
        return outgoing.read()
    raise AssertionError("a handshake with nobody came to an end")


ASKING = _request("/-/healthy")
SCRAPING = _request("/metrics")

BEHAVIOURS: Mapping[str, Callable[[], Behaviour]] = {
    "silent": Behaviour,
    "trickling header": lambda: Behaviour(SCRAPING[:-2] + b"X-Long: ", drip=b"x"),
    "trickling second header": lambda: Behaviour(ASKING, drip=b"x"),
    "trickling body": lambda: Behaviour(
        _request("/metrics", "Content-Length: 1000\r\n", "POST"), drip=b"x"
    ),
    "idle": lambda: Behaviour(ASKING),
    "slow reader": lambda: Behaviour(SCRAPING, reads=False),
    "header of 1 MB": lambda: Behaviour(SCRAPING[:-2] + b"X-Long: ", more=b"x" * 50_000, times=20),
    "header of 15 kB": lambda: Behaviour(
        SCRAPING[:-2] + b"X-Long: " + b"x" * 15_000, more=b"x", times=1000
    ),
    "body of 63 kB": lambda: Behaviour(
        _request("/metrics", "Content-Length: 64000\r\n", "POST") + bytes(63_000), drip=b"x"
    ),
    "body of 100 MB": lambda: Behaviour(
        _request("/metrics", "Content-Length: 100000000\r\n", "POST"), more=bytes(65536), times=1526
    ),
    "endless chunked body": lambda: Behaviour(
        _request("/metrics", "Transfer-Encoding: chunked\r\n", "POST"),
        more=b"1000\r\n" + bytes(4096) + b"\r\n",
        times=25_000,
    ),
    "pipelining 3": lambda: Behaviour(SCRAPING * 3),
    "pipelining 5,000": lambda: Behaviour(more=ASKING * 100, times=50),
    "pipelining, not reading": lambda: Behaviour(more=SCRAPING * 100, times=50, reads=False),
    "junk": lambda: Behaviour(_junk(), drip=b"\n"),
    "client hello": lambda: Behaviour(_client_hello()),
    "flood": lambda: Behaviour(SCRAPING[:-2] + b"Connection: close\r\n\r\n"),
}
"""By name, how to make it."""
