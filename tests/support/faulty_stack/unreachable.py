"""An address of which the kernel says at once that no host is there (``EHOSTUNREACH``)."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from live_servers import MissingProgramError
from live_servers.programs import find_program

NO_HOST = "127.83.0.9"
"""On loopback, where nobody else is likely to look for a host."""

_ROUTE = ("unreachable", f"{NO_HOST}/32", "table", "local")


@contextmanager
def no_host() -> Iterator[None]:
    """Let there be no way to :data:`NO_HOST` while the block runs; of all else nothing changes.

    Raises:
        MissingProgramError: The tests may not set a route.
    """
    _route("replace")  # a run that was killed may have left it
    try:
        yield
    finally:
        _route("del")


def _route(verb: str) -> None:
    program = find_program("iproute2", "ip")
    run = subprocess.run([program, "route", verb, *_ROUTE], capture_output=True, check=False)
    if run.returncode:
        raise MissingProgramError("a route needs root with CAP_NET_ADMIN: run the tests so")
