"""Where the programs of the servers are."""

from __future__ import annotations

import shutil
from pathlib import Path


class MissingProgramError(RuntimeError):
    """A program that a test needs is not installed."""


def find_program(package: str, *places: str) -> str:
    """Return the path of a program.

    Args:
        package: The Debian package that holds it.
        places: Names to look for on PATH and in the sbin folders, and absolute glob patterns, of
            which the last match counts (the newest version). The first place that has it wins.

    Raises:
        MissingProgramError: None of the places has it.
    """
    for place in places:
        if found := _in_place(place):
            return found
    message = f"{places[0]} is not installed; as root: apt-get install {package}"
    raise MissingProgramError(message)


def _in_place(place: str) -> str | None:
    if place.startswith("/"):
        return max((str(path) for path in Path("/").glob(place[1:])), key=_by_version, default=None)
    return shutil.which(place) or shutil.which(place, path="/usr/sbin:/usr/local/sbin:/sbin")


def _by_version(path: str) -> list[int]:
    return [int(part) for part in path.split("/") if part.isdecimal()]
