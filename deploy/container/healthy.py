"""Asks a page once and ends with 0 if it is well: the health check of a container without curl.

It imports no more than sockets and so takes a few hundredths of a second: run it with
``python -I -S``.
"""

import os
import socket
import sys

DEFAULT = "http://127.0.0.1:10170/-/healthy"
"""Where the daemon listens unless it is told otherwise; the variable HEALTHCHECK_URL wins."""

TIMEOUT = 4.0
"""Seconds; less than what the container's health check has."""

USAGE = "give http://HOST:PORT/PATH, https://HOST:PORT/PATH or unix:/PATH/OF/SOCKET"


class CertificateWantedError(Exception):
    """TLS was spoken, and then cut off: the other side lives, and wants to know who asks."""


def status(url: str) -> int:
    """Ask a page and return the status code of its answer.

    Args:
        url: ``http://host:port/path``, ``https://…``, or ``unix:/path/of/socket`` for
            ``/-/healthy`` on it. A certificate is not verified: this asks the process beside it,
            and tells it no secret.

    Raises:
        CertificateWantedError: It demands a client's certificate, which this has not.
        OSError: Nobody answers.
        ValueError: It is no such address, or the answer is not HTTP.
    """
    host, path = ("localhost", "/-/healthy") if url.startswith("unix:") else _parts(url)
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}", "Connection: close", "", ""]
    with _connected(url) as connection:
        try:
            connection.sendall("\r\n".join(lines).encode("ascii"))
            with connection.makefile("rb") as answer:
                words = answer.readline(200).split()
        except OSError as error:
            # By name: TLS is imported where it is spoken alone.
            if type(error).__name__.startswith("SSL"):
                raise CertificateWantedError("a client's certificate is wanted") from error
            raise
    if len(words) < 2 or not words[0].startswith(b"HTTP/"):
        raise ValueError("the answer is not HTTP")
    return int(words[1])


def _parts(url: str) -> tuple[str, str]:
    """Host with port, and path."""
    host, _, path = url.partition("://")[2].partition("/")
    return host, f"/{path}"


def _connected(url: str) -> socket.socket:
    scheme, _, rest = url.partition(":")
    if scheme == "unix":
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(TIMEOUT)
        connection.connect(f"\0{rest[1:]}" if rest.startswith("@") else rest)
        return connection
    host, _, port = _parts(url)[0].rpartition(":")
    if scheme not in {"http", "https"} or not host or not port.isdecimal():
        raise ValueError(USAGE)
    connection = socket.create_connection((host.strip("[]"), int(port)), TIMEOUT)
    if scheme == "http":
        return connection
    import ssl  # noqa: PLC0415 - it would double the time that a question without TLS takes

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context.wrap_socket(connection)


def main() -> int:
    """Ask what the command line or the environment names, and tell in a line how it is."""
    url = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("HEALTHCHECK_URL") or DEFAULT
    try:
        code = status(url)
    except CertificateWantedError as sign_of_life:
        print(sign_of_life)  # noqa: T201
        return 0
    except (OSError, ValueError) as error:
        print(error)  # noqa: T201
        return 1
    print(code)  # noqa: T201
    return 0 if 200 <= code < 300 else 1


if __name__ == "__main__":
    sys.exit(main())
