"""Listening sockets that systemd opened, for ``--web.systemd-socket``."""

from __future__ import annotations

import os
import socket
from collections.abc import MutableMapping
from contextlib import ExitStack

from django_health_exporter.systemd.activation import (
    FIRST,
    NothingHandedOverError,
    take_descriptors,
)
from django_health_exporter.web.listening.accepting import Listener

FAMILIES = (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX)

REMEDY = "the socket unit needs ListenStream= and Accept=no"


class InheritedError(OSError):
    """The sockets cannot be listened on; the text is the reason and the remedy."""


def inherited_sockets(environ: MutableMapping[str, str], first: int = FIRST) -> list[Listener]:
    """Return what systemd handed over, and take the variables that say so out of ``environ``.

    Args:
        environ: The environment.
        first: The first descriptor.

    Raises:
        InheritedError: There is nothing, or something that cannot be listened on.
    """
    try:
        descriptors = take_descriptors(environ, first)
    except NothingHandedOverError as error:
        raise InheritedError(str(error)) from None
    with ExitStack() as opened:
        listeners = [opened.enter_context(_listener(number)) for number in descriptors]
        opened.pop_all()
        return listeners


def _listener(descriptor: int) -> Listener:
    """The socket behind a descriptor; Python asks the kernel what it is.

    That it is TCP is known too, without which event loops would leave Nagle's delay on.
    """
    try:
        listener = Listener(fileno=descriptor)
    except OSError:
        raise InheritedError(f"descriptor {descriptor} is no socket, {REMEDY}") from None
    if fault := _fault(listener):
        listener.detach()  # it is not ours to close
        raise InheritedError(f"descriptor {descriptor} is {fault}, {REMEDY}")
    os.set_inheritable(descriptor, False)
    listener.setblocking(False)
    return listener


def _fault(listener: socket.socket) -> str:
    """Say what is wrong with it, if something is."""
    if listener.family not in FAMILIES:
        return "neither a TCP nor a unix socket"
    if listener.type != socket.SOCK_STREAM:
        return "no stream socket"
    if not listener.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
        return "not listening"
    return ""
