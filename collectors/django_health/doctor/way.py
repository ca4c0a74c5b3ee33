"""How far the way to an address leads: to a name, to a host, or to a port that accepts."""

from __future__ import annotations

import errno
import queue
import socket
import threading
import time
from collections.abc import Sequence
from typing import Any, NamedTuple

from django_health.doctor.address import Address

PATIENCE = 3.0
"""Seconds for each of the two steps."""

MOST = 4
"""Addresses of a name that are tried."""

Found = tuple[Any, ...]
"""What ``getaddrinfo`` gives for one address."""

_UNREACHABLE = {errno.EHOSTUNREACH, errno.ENETUNREACH}


class Way(NamedTuple):
    """How far it leads.

    Attributes:
        what: In a sentence.
        remedy: What to do; empty where the port accepts connections.
    """

    what: str
    remedy: str = ""


def way_to(address: Address, seconds: float = PATIENCE) -> Way:
    """Look how far one gets: resolve the name, then connect, and say nothing on the connection."""
    found = _resolved(address, seconds)
    if isinstance(found, Way):
        return found
    end = time.monotonic() + seconds
    shown = ", ".join(dict.fromkeys(str(one[4][0]) for one in found))
    tried = [_connected(one, end) for one in found]
    if None in tried:
        return Way(f"the network is well: {address.words} ({shown}) accepts connections")
    return _failed(address, shown, [number for number in tried if number is not None], seconds)


def _resolved(address: Address, seconds: float) -> Sequence[Found] | Way:
    """The addresses of the name; asked on a thread, for no resolver can be told to end."""
    answers: queue.SimpleQueue[Sequence[Found] | None] = queue.SimpleQueue()

    def resolve() -> None:
        try:
            answers.put(socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError):
            answers.put(None)

    threading.Thread(target=resolve, name="doctor-resolver", daemon=True).start()
    try:
        found = answers.get(timeout=seconds)
    except queue.Empty:
        return Way(
            f"no resolver answers for the name of {address.words} within {seconds:g} s",
            "look at /etc/resolv.conf, and at the way to the servers in it",
        )
    if not found:
        return Way(
            f"the name of {address.words} does not resolve here",
            "correct the name, or have this host's resolver or /etc/hosts know it; in a container "
            "it has to be known in the container's network",
        )
    return found[:MOST]


def _connected(found: Found, end: float) -> int | None:
    """The number of the error of an attempt; ``None`` where it succeeds."""
    family, kind, protocol, _, place = found
    try:
        with socket.socket(family, kind, protocol) as attempt:
            attempt.settimeout(max(0.1, end - time.monotonic()))
            attempt.connect(place)
    except TimeoutError:
        return errno.ETIMEDOUT
    except OSError as error:
        return error.errno or errno.EIO
    return None


def _failed(address: Address, shown: str, errors: Sequence[int], seconds: float) -> Way:
    place = f"{address.words} ({shown})"
    if errno.ECONNREFUSED in errors:
        return Way(
            f"nothing listens at {place}",
            "start the server, or correct the port; it may listen on its own 127.0.0.1 alone "
            "(listen_addresses, bind-address, bind)",
        )
    if errno.ETIMEDOUT in errors:
        return Way(
            f"{place} does not answer within {seconds:g} s",
            "look at firewalls, security groups and routes between here and there, and whether "
            "that host is up",
        )
    if _UNREACHABLE.intersection(errors):
        return Way(f"there is no route to {place}", "look at routes and networks of this host")
    return Way(f"{place} cannot be connected to", "look at routes and firewalls of this host")
