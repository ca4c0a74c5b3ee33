"""How far a server is."""

from __future__ import annotations

import os
import socket

from django_health.steps import Awaited


def awaited_at(descriptor: int) -> Awaited:
    """Return what a run waits for that is answered soon, on a connection.

    Args:
        descriptor: Of a connected socket.
    """
    return Awaited(descriptor, is_near=is_on_this_machine(descriptor))


def is_on_this_machine(descriptor: int) -> bool:
    """Return whether the other end of a connection is on this machine, as far as addresses tell.

    Args:
        descriptor: Of a connected socket.
    """
    with socket.socket(fileno=os.dup(descriptor)) as connected:
        if connected.family == socket.AF_UNIX:
            return True
        try:
            own, other = connected.getsockname(), connected.getpeername()
        except OSError:  # it has ended already
            return False
        return bool(own[0] == other[0])
