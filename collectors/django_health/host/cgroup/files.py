"""Figures from the small files of a cgroup; what is not there or makes no sense is ``None``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django_health.host.kernel_file import KernelFile


def files(folders: Sequence[str], name: str) -> list[KernelFile]:
    """Return the files of one name in several folders; none is opened before it is read."""
    return [KernelFile(f"{folder}/{name}") for folder in folders]


def text(file: KernelFile) -> str | None:
    """Return what a file says, or ``None`` where it cannot be read.

    A controller that is off has no such file, a container may not be let into it, and a cgroup may
    be gone by now; in each case the figure is simply not known.
    """
    try:
        return file.read().decode("ascii", "replace").strip()
    except OSError:
        return None


def number(file: KernelFile) -> int | None:
    """Return the whole number that is all a file says."""
    return whole(text(file))


def figures(file: KernelFile) -> Mapping[str, int]:
    """Return the numbers of a file of lines like ``oom_kill 3``."""
    pairs = (line.split() for line in (text(file) or "").splitlines())
    found = ((pair[0], whole(pair[1])) for pair in pairs if len(pair) == 2)
    return {name: value for name, value in found if value is not None}


def whole(figure: str | None) -> int | None:
    """Return a number of at most 20 digits alone; ``max`` and ``-1`` stand for none."""
    return int(figure) if figure and figure.isdecimal() and len(figure) <= 20 else None
