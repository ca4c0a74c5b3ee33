"""Where an error of unknown kind comes from: its text could hold a password, its place cannot."""

from __future__ import annotations

import sysconfig
import traceback
from pathlib import Path

import django_health
import django_health_exporter

_LIBRARIES = (
    *(Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib", "purelib", "platlib")),
    *(Path(module.__path__[0]) for module in (django_health, django_health_exporter)),
)


def raised_at(error: BaseException) -> str:
    """Return ``file.py:12``.

    It is the last line of the project's own that the error came through, else the last of all.
    """
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if not _is_library(frame.filename)]
    frame = (own or frames)[-1]
    return f"{Path(frame.filename).name}:{frame.lineno}"


def _is_library(filename: str) -> bool:
    path = Path(filename)
    return filename.startswith("<") or any(path.is_relative_to(folder) for folder in _LIBRARIES)
