"""What the servers of the stack speak, as far as a proxy has to know it to spoil it."""

from __future__ import annotations

import struct

import mysql_floods
import postgresql_floods
from fault_proxy import Protocol

_HTTP = (
    b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\nBad Request"
)

_ROW = postgresql_floods.message(b"D", struct.pack("!hI", 1, 1000) + b"1" * 1000)

_DRIP = 0.2
"""Seconds between two bytes: no single wait of a check takes as long as its timeout."""

# It asks for TLS, names itself, and proves its password in two steps.
POSTGRESQL = Protocol(
    handshake=4,
    garbage=_HTTP,
    opening=postgresql_floods.COLUMN,
    flood=_ROW * 16,
    drip=_DRIP,
)
MARIADB = Protocol(
    handshake=1, garbage=_HTTP, flood=next(iter(mysql_floods.long_packet())), drip=_DRIP
)
REDIS = Protocol(handshake=1, garbage=_HTTP, opening=b"$536870912\r\n", drip=_DRIP)
MEMCACHED = Protocol(handshake=1, garbage=_HTTP, flood=b"a" * 16384, drip=_DRIP)
HTTP = Protocol(opening=b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", drip=_DRIP)
# It says its protocol's name, logs in, and opens the virtual host.
AMQP = Protocol(handshake=3, garbage=_HTTP, opening=b"\x01\x00\x01\x7f\xff\xff\xff", drip=_DRIP)
