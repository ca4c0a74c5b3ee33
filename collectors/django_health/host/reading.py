"""What it means that a file of the kernel cannot be read."""

from __future__ import annotations

import errno

from django_health.failure import CheckFailed
from django_health.result import Reason


class Reading:
    """Tells an operating-system error inside the block as a failure to read ``source``.

    Without it a missing file would pass for a missing socket, which is a refused connection.

    Args:
        source: What is read, in words.

    Raises:
        CheckFailed: The block raised an ``OSError``.
    """

    def __init__(self, source: str) -> None:
        self._source = source

    def __enter__(self) -> None:
        """Begin the block."""

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        """End it."""
        if isinstance(error, OSError):
            sentence = f"{self._source} cannot be read ({code(error)})"
            raise CheckFailed(reason(error), sentence) from error


def reason(error: OSError) -> Reason:
    """Return ``permission`` where access is denied, else ``unavailable``."""
    return Reason.PERMISSION if isinstance(error, PermissionError) else Reason.UNAVAILABLE


def code(error: OSError) -> str:
    """Return the name of the error's number, like ``ENOENT``."""
    return errno.errorcode.get(error.errno or 0, "unknown error")
