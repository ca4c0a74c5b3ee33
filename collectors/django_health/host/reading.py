"""What it means that a file of the kernel cannot be read."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from django_health.failure import CheckFailed
from django_health.result import Reason


@contextmanager
def reading(source: str) -> Iterator[None]:
    """Tell an operating-system error inside the block as a failure to read ``source``.

    Without it a missing file would pass for a missing socket, which is a refused connection.

    Raises:
        CheckFailed: The block raised an ``OSError``.
    """
    try:
        yield
    except OSError as error:
        raise CheckFailed(reason(error), f"{source} cannot be read ({code(error)})") from error


def reason(error: OSError) -> Reason:
    """Return ``permission`` where access is denied, else ``unavailable``."""
    return Reason.PERMISSION if isinstance(error, PermissionError) else Reason.UNAVAILABLE


def code(error: OSError) -> str:
    """Return the name of the error's number, like ``ENOENT``."""
    return errno.errorcode.get(error.errno or 0, "unknown error")
