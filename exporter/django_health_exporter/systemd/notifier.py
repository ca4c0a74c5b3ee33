"""Tells the service manager how the daemon is (``sd_notify(3)``)."""

from __future__ import annotations

import logging
import os
import socket
import time
from collections.abc import MutableMapping, Sequence

logger = logging.getLogger(__name__)

MOST_NAMES = 10
"""Checks that are named in the line of state; the others are counted."""


class Notifier:
    """Sends the service manager a datagram for each change; without a manager it does nothing.

    Nothing here blocks or raises: a manager that does not listen must not be felt.

    Args:
        address: The manager's socket: a path, or ``@`` and a name; empty for none.
        interval: Seconds between two signs of life; ``None`` where no watchdog waits for any.
    """

    def __init__(self, address: str = "", interval: float | None = None) -> None:
        self.interval = interval
        self._address = f"\0{address[1:]}" if address.startswith("@") else address
        self._told = False

    @classmethod
    def taken_from(cls, environ: MutableMapping[str, str]) -> Notifier:
        """Take address and interval out of an environment.

        Processes that this one starts would take them for theirs.
        """
        return cls(environ.pop("NOTIFY_SOCKET", ""), _interval_of(environ))

    def ready(self, names: Sequence[str] = ()) -> None:
        """Tell that requests are answered: after the start, and again after each reload.

        Args:
            names: The checks that there are.
        """
        self._send("READY=1", f"STATUS={_watching(names)}")

    def reloading(self) -> None:
        """Tell that the configuration is read again; :meth:`ready` has to follow, whatever comes.

        A manager that waits for the reload (``Type=notify-reload``) knows by the time that this is
        about its own signal.
        """
        now = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
        self._send("RELOADING=1", f"MONOTONIC_USEC={now}", "STATUS=reading the configuration again")

    def stopping(self) -> None:
        """Tell that the end has come."""
        self._send("STOPPING=1", "STATUS=answering what was asked before")

    def alive(self) -> None:
        """Tell that all is well: the manager's watchdog waits for it."""
        self._send("WATCHDOG=1")

    def _send(self, *lines: str) -> None:
        if not self._address:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sending:
                sending.setblocking(False)
                sending.sendto("\n".join(lines).encode(), self._address)
        except (OSError, ValueError) as error:
            if not self._told:
                logger.debug("the service manager cannot be told: %s", type(error).__name__)
            self._told = True


def _interval_of(environ: MutableMapping[str, str]) -> float | None:
    """Half of what the watchdog waits for a sign; ``None`` for none, another's, or nonsense."""
    text, pid = environ.pop("WATCHDOG_USEC", ""), environ.pop("WATCHDOG_PID", "")
    if not text.isascii() or not text.isdecimal() or len(text) > 18 or int(text) == 0:
        return None
    if pid and pid != str(os.getpid()):
        return None
    return int(text) / 1_000_000 / 2


def _watching(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    listed = ", ".join(name for name in names[:MOST_NAMES] if name.isprintable())
    return f"watching {listed or 'nothing'}{more}"
