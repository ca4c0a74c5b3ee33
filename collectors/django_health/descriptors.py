"""What to tell when no file descriptor can be had.

Nothing can be opened and no name looked up then. Python tells it by ``EMFILE`` where this process
may open no more and by ``ENFILE`` where the whole system may not; but C libraries hide it: SQLite
"cannot open" a file that is fine, libpq fails without a word, and OpenSSL leaves the system's
authorities out. So whoever meets such an error finds out here whether that is what is behind it.
"""

from __future__ import annotations

import errno
import os
import resource

_NUMBERS = (errno.ENFILE, errno.EMFILE)
"""The words for the first begin with those for the second."""


def lack(number: int | None) -> str:
    """Return one sentence for the number of a system error, empty if that tells something else."""
    if number == errno.EMFILE:
        limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
        return (
            f"the process has no file descriptor left (limit {limit}): "
            "raise it, LimitNOFILE= in systemd"
        )
    if number == errno.ENFILE:
        return (
            "the system has no file descriptor left: "
            "find what has so many files open, or raise fs.file-max"
        )
    return ""


def lack_in(text: str) -> str:
    """Return that sentence for the text of a library that ends with the system's own words."""
    return next((lack(number) for number in _NUMBERS if os.strerror(number) in text), "")


def lack_now() -> str:
    """Return that sentence if no descriptor can be had at this moment, empty if one can."""
    try:
        descriptor = os.open(os.devnull, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        return lack(error.errno)
    os.close(descriptor)
    return ""
