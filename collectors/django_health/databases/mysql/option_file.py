"""MySQL's option files, which ``read_default_file`` names, read by MySQL's own rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from django_health.failure import CheckFailed, lack_behind
from django_health.result import Reason

_DEPTH = 10
"""How deep files may include each other, as in MySQL itself."""

_SPACE = " \t\r\n\v\f"
_COMMENT = re.compile(r"""^(?:[^'"#]|'(?:[^'\\]|\\.)*(?:'|\\?$)|"(?:[^"\\]|\\.)*(?:"|\\?$))*""")
"""What is left of a line without the comment: up to a ``#`` that is in no quotes."""
_ESCAPE = re.compile(r"""\\([bnrst'"\\])""")
_ESCAPED = {"b": "\b", "n": "\n", "r": "\r", "s": " ", "t": "\t"}
_SWITCHES = re.compile("(skip|disable|enable)_.*|ssl|ssl_verify_.*")


class _Option(NamedTuple):
    group: str
    name: str
    value: str


def read_option_file(path: Path, group: str = "") -> Mapping[str, str]:
    """Return the options for clients, those of ``[client]`` and of one more group.

    Each line stands for itself, whatever its indentation. Of lines that set the same the last one
    counts. Files and folders that are included and not there are passed over, as MySQL does.

    Args:
        path: The file; a leading ``~`` is this user's home.
        group: A further group to read, or empty.

    Returns:
        Values by names with underscores, like ``ssl_ca``; a switch without a value is ``1``, any
        other option without one is empty. Bytes that are not UTF-8 are surrogates.

    Raises:
        CheckFailed: The file cannot be read or understood.
    """
    try:
        options = list(_options(path.expanduser(), _DEPTH))
    except PermissionError:
        failure = CheckFailed(
            Reason.PERMISSION, "the file that read_default_file names cannot be read by this user"
        )
    except (OSError, RuntimeError, ValueError) as error:  # of RuntimeError: no home to expand
        if sentence := lack_behind(error, Reason.MISCONFIGURED):
            failure = CheckFailed(Reason.INTERNAL, sentence)
        else:
            failure = CheckFailed(
                Reason.MISCONFIGURED, "the file that read_default_file names cannot be read"
            )
    else:
        return {name: value for where, name, value in options if where in ("client", group)}
    raise failure  # here, so that it drags along no error that has a line of the file in it


def _options(path: Path, depth: int) -> Iterator[_Option]:
    """The options of a file and of those that it includes, in their order."""
    group: str | None = None
    with path.open(encoding="utf-8", errors="surrogateescape", newline="\n") as file:
        for line in (line.strip(_SPACE) for line in file):
            if not line or line[0] in "#;":
                continue
            if line[0] == "!":
                yield from _included(line, depth - 1)
            elif line[0] == "[":
                group = _group(line)
            elif group is None:
                raise ValueError("an option before any group")
            else:
                yield _Option(group, *_name_and_value(line))


def _included(line: str, depth: int) -> Iterator[_Option]:
    match line.split(maxsplit=1):
        case ["!include", name] if depth:
            paths = [Path(name)]
        case ["!includedir", name] if depth:
            paths = sorted(Path(name).glob("*.cnf"))
        case _:
            return
    for path in paths:
        if path.exists():
            yield from _options(path, depth)


def _group(line: str) -> str:
    name, bracket, _ = line[1:].partition("]")
    if not bracket:
        raise ValueError("a group without its end")
    return name.strip(_SPACE)


def _name_and_value(line: str) -> tuple[str, str]:
    found = _COMMENT.match(line)
    text = found[0] if found else line
    name, equals, value = (part.strip(_SPACE) for part in text.partition("="))
    name = name.lower().replace("-", "_")
    if not equals:
        return name, "1" if _SWITCHES.fullmatch(name) else ""
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
        value = value[1:-1]
    return name, _ESCAPE.sub(lambda escape: _ESCAPED.get(escape[1], escape[1]), value)
