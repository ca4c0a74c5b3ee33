"""MySQL's option files, which ``read_default_file`` names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from configparser import Error, RawConfigParser
from pathlib import Path

from django_health.failure import CheckFailed
from django_health.result import Reason

_DEPTH = 10
"""How deep files may include each other, as in MySQL itself."""


def read_option_file(path: Path, group: str = "") -> Mapping[str, str]:
    """Return the options for clients: those of ``[client]`` and, over them, those of a group.

    Args:
        path: The file; a leading ``~`` is this user's home.
        group: A further group to read, or empty.

    Returns:
        Values by names with underscores, like ``ssl_ca``; a switch without a value is ``1``.

    Raises:
        CheckFailed: The file cannot be read or understood.
    """
    parser = RawConfigParser(strict=False, allow_no_value=True, delimiters=("=",))
    try:
        parser.read_file(_lines(path.expanduser(), _DEPTH))
    except PermissionError:
        raise CheckFailed(
            Reason.PERMISSION, "the file that read_default_file names cannot be read by this user"
        ) from None
    except (OSError, Error, RuntimeError):  # RuntimeError: there is no home to expand
        raise CheckFailed(
            Reason.MISCONFIGURED, "the file that read_default_file names cannot be read"
        ) from None
    groups = [name for name in ("client", group) if parser.has_section(name)]
    return {
        key.replace("-", "_"): _unquoted(value)
        for name in groups
        for key, value in parser.items(name)
    }


def _unquoted(value: str | None) -> str:
    if value is None:
        return "1"
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1]
    return value


def _lines(path: Path, depth: int) -> Iterator[str]:
    """The lines of a file with those of the files that it includes."""
    with path.open(encoding="utf-8", errors="surrogateescape") as file:
        for line in file:
            match line.split(maxsplit=1):
                case ["!include", name] if depth:
                    yield from _lines(Path(name.strip()), depth - 1)
                case ["!includedir", name] if depth:
                    for included in sorted(Path(name.strip()).glob("*.cnf")):
                        yield from _lines(included, depth - 1)
                case _:
                    yield line
