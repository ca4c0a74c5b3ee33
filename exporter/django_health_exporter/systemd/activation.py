"""The descriptors of sockets that systemd opened for the daemon (``sd_listen_fds(3)``)."""

from __future__ import annotations

import os
from collections.abc import MutableMapping

FIRST = 3
"""The first descriptor that is handed over; the others follow it."""

MOST = 1024
"""Descriptors beyond which the variable is taken for nonsense."""


class NothingHandedOverError(Exception):
    """There are no descriptors for this process; the text is the reason and the remedy."""


def take_descriptors(environ: MutableMapping[str, str], first: int = FIRST) -> list[int]:
    """Return the descriptors that were handed over, and take the variables out of ``environ``.

    Processes that this one starts would take them for theirs.

    Args:
        environ: The environment.
        first: The first descriptor.

    Raises:
        NothingHandedOverError: There are none, or they are another process's.
    """
    given = {name: environ.pop(name, "") for name in ("LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES")}
    pid, count = given["LISTEN_PID"], given["LISTEN_FDS"]
    if not pid and not count:
        raise NothingHandedOverError(
            "no socket was handed over, start the daemon by a systemd socket unit"
        )
    if not _is_number(pid) or not _is_number(count) or not 0 < int(count) <= MOST:
        raise NothingHandedOverError(
            f"LISTEN_PID={pid[:20]!a} and LISTEN_FDS={count[:20]!a} name no sockets, "
            "start the daemon by a systemd socket unit"
        )
    if int(pid) != os.getpid():
        raise NothingHandedOverError(
            f"the sockets were handed to process {int(pid)}, this one is {os.getpid()}: "
            "start the daemon directly, without a shell around it"
        )
    return list(range(first, first + int(count)))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 10
