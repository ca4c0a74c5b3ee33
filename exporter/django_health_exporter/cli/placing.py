"""Files that are written where others of the same name may be."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import click

from django_health_exporter.cli.options import ConfigurationError
from django_health_exporter.cli.writing import writing

T = TypeVar("T")

IsOurs = Callable[[str], bool]
"""Whether a file of this text was written here."""


def place(folder: Path, files: Mapping[str, str], is_ours: IsOurs, *, force: bool) -> None:
    """Write files, each wholly or not at all, and print their paths.

    Nothing is written if one of them would take the place of what somebody else made. What was
    written here and is none of them any more is told, and left there.

    Args:
        folder: Where; it is made if it is not there.
        files: Texts by names.
        is_ours: What may be replaced.
        force: Whether everything may.

    Raises:
        ConfigurationError: One cannot be written.
    """
    foreign = [name for name in files if not force and _is_foreign(folder / name, is_ours)]
    if foreign:
        raise ConfigurationError(
            f"{folder / foreign[0]} was not written by this program: move it, or give --force"
        )
    _at(folder, lambda: folder.mkdir(parents=True, exist_ok=True))
    for name, text in files.items():
        _write(folder / name, text)
        with writing(sys.stdout):
            click.echo(folder / name)
    for path in _left_over(folder, files, is_ours):
        click.echo(f"{path}: older, and no longer made: remove it", err=True)


def _write(path: Path, text: str) -> None:
    """Put a file in its place when it is complete: it may be read at any moment."""
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        _at(path, lambda: _replace(new, path, text))
    finally:
        new.unlink(missing_ok=True)


def _replace(new: Path, path: Path, text: str) -> None:
    new.write_text(text, encoding="utf-8")
    new.replace(path.resolve())


def _is_foreign(path: Path, is_ours: IsOurs) -> bool:
    if not _at(path, lambda: os.path.lexists(path)):
        return False
    if not path.is_file():
        raise ConfigurationError(f"{path} is there and is no file")
    return not _is_known(path, is_ours)


def _is_known(path: Path, is_ours: IsOurs) -> bool:
    with suppress(UnicodeDecodeError):
        return is_ours(_at(path, lambda: path.read_text(encoding="utf-8")))
    return False


def _left_over(folder: Path, files: Mapping[str, str], is_ours: IsOurs) -> list[Path]:
    endings = {Path(name).suffix for name in files}
    found = [path for path in folder.iterdir() if path.suffix in endings and path.is_file()]
    others = [path for path in sorted(found) if path.name not in files]
    return [path for path in others if os.access(path, os.R_OK) and _is_known(path, is_ours)]


def _at(path: Path, act: Callable[[], T]) -> T:
    """Do something, and say in a line where it was if it cannot be done."""
    try:
        return act()
    except OSError as error:
        raise ConfigurationError(
            f"{path}: {(error.strerror or 'cannot be used').lower()}"
        ) from None
