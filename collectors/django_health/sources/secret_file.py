"""A secret in a file, as orchestrators mount them."""

from __future__ import annotations

import errno
import os
import stat

from django_health.targets import TargetError

MAX_BYTES = 65536
"""A file that is longer holds something else."""


def secret_in(path: str, place: str) -> str:
    """Return what a file holds, without the line end that editors leave.

    It must be a regular file or a link to one: a pipe to which nobody writes would be waited for
    without end.

    Args:
        path: Where it is. No error repeats it: people put the secret itself in its place.
        place: What names the file, for errors.

    Raises:
        TargetError: It cannot be read, or is no regular file of UTF-8 text.
    """
    try:
        content = _read(path, place)
    except (OSError, ValueError) as error:  # a path with a null character is a ValueError
        number = getattr(error, "errno", None) or errno.EINVAL
        raise TargetError(
            f"{place} names a file that cannot be read ({os.strerror(number)})"
        ) from None
    if len(content) > MAX_BYTES:
        raise TargetError(f"{place} names a file of more than {MAX_BYTES} bytes")
    try:
        return content.decode().rstrip("\r\n")
    except UnicodeDecodeError:
        raise TargetError(f"{place} names a file that is not UTF-8 text") from None


def _read(path: str, place: str) -> bytes:
    # Without O_NONBLOCK, opening a pipe waits for a writer.
    with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:  # noqa: PTH123
        mode = os.fstat(file.fileno()).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, "")
        if not stat.S_ISREG(mode):
            raise TargetError(f"{place} names something that is no regular file")
        return file.read(MAX_BYTES + 1)
