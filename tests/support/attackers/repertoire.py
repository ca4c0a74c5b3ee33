"""The attacks that a daemon without TLS is shown to bear, in the tests and in the benchmark."""

from __future__ import annotations

from attackers.attack import Attack

REPERTOIRE = (
    Attack("silent"),
    Attack("trickling header"),
    Attack("trickling header", reconnect=True),
    Attack("trickling second header"),
    Attack("trickling body"),
    Attack("idle"),
    Attack("idle", reconnect=True),
    Attack("slow reader"),
    Attack("slow reader", reconnect=True),
    Attack("header of 15 kB"),
    Attack("body of 63 kB"),
    Attack("body of 63 kB", sources=500),
    Attack("header of 1 MB", 100, reconnect=True),
    Attack("body of 100 MB", 20),
    Attack("endless chunked body", 20),
    Attack("pipelining, not reading", 20),
    Attack("junk", reconnect=True),
)
