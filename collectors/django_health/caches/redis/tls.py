"""Redis over TLS: the context, made as redis-py makes it, and telling who does not speak TLS.

This imports redis-py, so that it is imported only where TLS is wanted.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from typing import Any

from redis.connection import URL_QUERY_ARGUMENT_PARSERS, SSLConnection
from redis.exceptions import RedisError

from django_health.failure import CheckFailed
from django_health.network.bounded_socket import BoundedSocket
from django_health.network.cancellable_socket import Address, CancellableSocket
from django_health.result import Reason

_PARSERS: Mapping[str, Callable[[str], Any]] = URL_QUERY_ARGUMENT_PARSERS  # type: ignore[assignment]
"""How redis-py takes an option that was the text in a URL."""

_HANDSHAKE_SHARE = 0.75
"""Of the time for connecting; the rest is for finding out why a handshake was not answered."""


class Encryption:
    """Opens encrypted sockets, with one context, because to make one costs more than all the rest.

    Args:
        options: Arguments of redis-py's connections; those that begin ``ssl_`` count.
    """

    def __init__(self, options: Mapping[str, object]) -> None:
        self._options = options
        self._context: ssl.SSLContext | None = None

    def open(self, line: CancellableSocket, address: Address, timeout: float) -> BoundedSocket:
        """Return a new encrypted socket.

        Raises:
            CheckFailed: The server answers in plain, or an option cannot be used.
            OSError: It did not succeed.
        """
        if self._context is None:
            self._context = tls_context(self._options)
        try:
            return open_encrypted(line, address, timeout, self._context)
        except ssl.SSLError:
            self._context = None  # certificates may be renewed: read them again the next time
            raise


def open_encrypted(
    line: CancellableSocket, address: Address, timeout: float, context: ssl.SSLContext
) -> BoundedSocket:
    """Return a new encrypted socket.

    A Redis without TLS takes the handshake for the beginning of a long command and waits in silence
    for its end. So that this is not taken for a server that hangs, one that left a handshake
    unanswered is asked in plain.

    Raises:
        CheckFailed: The server answers in plain.
        OSError: It did not succeed.
    """
    try:
        opened = line.open(address, timeout * _HANDSHAKE_SHARE, context)
    except TimeoutError:
        if _answers_in_plain(line, address, timeout * (1 - _HANDSHAKE_SHARE)):
            raise CheckFailed(
                Reason.TLS, "the server answers without TLS and not with it"
            ) from None
        raise
    opened.settimeout(timeout)
    return opened


def _answers_in_plain(line: CancellableSocket, address: Address, timeout: float) -> bool:
    try:
        with line.open(address, timeout) as plain:
            plain.sendall(b"PING\r\n")
            return plain.recv(1) in (b"+", b"-")
    except OSError:
        return False


def tls_context(options: Mapping[str, object]) -> ssl.SSLContext:
    """Return a context that means what the ``ssl_*`` options mean to redis-py.

    Its defaults are those of the installed redis-py, which changed between its versions. OCSP
    (``ssl_validate_ocsp*``) is the one option that is not repeated.

    Raises:
        CheckFailed: An option is unknown or its file cannot be read.
    """
    try:
        chosen = SSLConnection(**_ssl_options(options))
        return _context(chosen)
    except (OSError, RedisError, TypeError, ValueError):
        raise CheckFailed(
            Reason.MISCONFIGURED,
            "the TLS options cannot be used: look at the ssl_* options and the files they name",
        ) from None


def _ssl_options(options: Mapping[str, object]) -> dict[str, Any]:
    parsed: dict[str, Any] = {}
    for name, value in options.items():
        if name.startswith("ssl_"):
            parse = _PARSERS.get(name)
            parsed[name] = parse(value) if parse and isinstance(value, str) else value
    return parsed


def _context(chosen: SSLConnection) -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = chosen.check_hostname
    context.verify_mode = chosen.cert_reqs
    for flag in getattr(chosen, "ssl_include_verify_flags", None) or ():
        context.verify_flags |= flag
    for flag in getattr(chosen, "ssl_exclude_verify_flags", None) or ():
        context.verify_flags &= ~flag
    if chosen.certfile or chosen.keyfile:
        context.load_cert_chain(chosen.certfile, chosen.keyfile, chosen.certificate_password)
    if chosen.ca_certs or chosen.ca_path or chosen.ca_data:
        context.load_verify_locations(chosen.ca_certs, chosen.ca_path, chosen.ca_data)
    if chosen.ssl_min_version is not None:
        context.minimum_version = chosen.ssl_min_version
    if chosen.ssl_ciphers:
        context.set_ciphers(chosen.ssl_ciphers)
    return context
