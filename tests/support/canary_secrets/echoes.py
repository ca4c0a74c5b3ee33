"""Servers that tell the secret themselves: each protocol's refusal, with all credentials in it."""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable, Iterable, Mapping

from canary_secrets.canary import Canary
from canary_secrets.form import Kind

Talk = Callable[[socket.socket], None]

_SSL_REQUEST = struct.pack("!ii", 8, 80877103)


def _postgresql(text: bytes) -> Talk:
    """Ask for the password in clear text, and send it back in the error."""

    def talk(connection: socket.socket) -> None:
        heard = connection.recv(65536)
        if heard == _SSL_REQUEST:
            connection.sendall(b"N")
            heard = connection.recv(65536)
        connection.sendall(b"R" + struct.pack("!ii", 8, 3))
        heard += connection.recv(65536)
        told = text + heard.replace(b"\0", b" ")
        message = b'password authentication failed for user "' + told + b'"'
        fields = b"SFATAL\0VFATAL\0C28P01\0M" + message + b"\0D" + message + b"\0\0"
        connection.sendall(b"E" + struct.pack("!i", len(fields) + 4) + fields)

    return talk


def _mysql(text: bytes) -> Talk:
    def talk(connection: socket.socket) -> None:
        packet = b"\xff" + struct.pack("<H", 1045) + b"#28000Access denied for " + text
        connection.sendall(struct.pack("<I", len(packet))[:3] + b"\0" + packet)

    return talk


def _redis(text: bytes) -> Talk:
    def talk(connection: socket.socket) -> None:
        while heard := connection.recv(65536):
            told = (text + heard).replace(b"\r\n", b" ")
            connection.sendall(b"-WRONGPASS unknown command with args " + told + b"\r\n")

    return talk


def _http(text: bytes) -> Talk:
    def talk(connection: socket.socket) -> None:
        told = (text + connection.recv(65536)).replace(b"\r\n", b" ")
        head = b"HTTP/1.1 401 " + told + b"\r\nLocation: /" + told + b"\r\nX-Token: " + told
        connection.sendall(head + b"\r\nConnection: close\r\n\r\n" + told)

    return talk


def _smtp(text: bytes) -> Talk:
    def talk(connection: socket.socket) -> None:
        connection.sendall(b"220 mail.example " + text + b"\r\n")
        connection.recv(65536)
        connection.sendall(b"250-mail.example\r\n250 AUTH PLAIN LOGIN\r\n")
        while heard := connection.recv(65536):
            told = (text + heard).replace(b"\r\n", b" ")
            connection.sendall(b"535-5.7.8 no such " + told + b"\r\n535 " + told + b"\r\n")

    return talk


def _amqp(text: bytes) -> Talk:
    def talk(connection: socket.socket) -> None:
        connection.recv(8)
        mechanisms, locales = _long(b"PLAIN AMQPLAIN"), _long(b"en_US")
        start = struct.pack("!HHBBI", 10, 10, 0, 9, 0) + mechanisms + locales
        connection.sendall(_frame(start))
        heard = bytes(byte for byte in connection.recv(65536) if 32 <= byte < 127)
        told = (b"ACCESS_REFUSED " + text + heard)[:255]
        close = struct.pack("!HHHB", 10, 50, 403, len(told)) + told + struct.pack("!HH", 0, 0)
        connection.sendall(_frame(close))

    return talk


def _long(text: bytes) -> bytes:
    return struct.pack("!I", len(text)) + text


def _frame(payload: bytes) -> bytes:
    return struct.pack("!BHI", 1, 0, len(payload)) + payload + b"\xce"


_TALKS: Mapping[Kind, Callable[[bytes], Talk]] = {
    Kind.POSTGRESQL: _postgresql,
    Kind.MYSQL: _mysql,
    Kind.REDIS: _redis,
    Kind.HTTP: _http,
    Kind.SMTP: _smtp,
    Kind.AMQP: _amqp,
}


def echo(kind: Kind, canaries: Iterable[Canary]) -> Talk:
    """Return what a server of a kind says that refuses everybody and tells everything.

    Args:
        kind: Which protocol it speaks.
        canaries: What it knows; it tells also whatever it hears.
    """
    known = " ".join(f"{canary.user} {canary.plain}" for canary in canaries)
    return _TALKS[kind](known.encode())


def garbage(canaries: Iterable[Canary]) -> Talk:
    """Return what no protocol begins with, and all secrets after it."""
    text = b"\x16\x00\xffgarbage " + " ".join(canary.plain for canary in canaries).encode()

    def talk(connection: socket.socket) -> None:
        connection.sendall(text + b"\r\n")
        connection.recv(65536)

    return talk
