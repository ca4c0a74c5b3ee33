"""Starts all of it on this machine, breaks and mends parts of it, and ends it."""

from __future__ import annotations

import argparse
import contextlib
import sys
from pathlib import Path

from deploy.stack import asking
from deploy.stack.errors import StackError
from deploy.stack.names import ALERTS, ALIASES
from deploy.stack.places import ROOT
from deploy.stack.programs import require_all
from deploy.stack.runner import Runner
from deploy.stack.state import Folder

INTERRUPTED = 130
"""The exit code of shells for Ctrl-C where nothing had been started yet."""

_PARTS = f"{', '.join(ALERTS)}; also {', '.join(ALIASES)}"


def main() -> int:
    """Do what the command line says; return the exit code."""
    options = _parser().parse_args()
    try:
        return _do(options)
    except StackError as error:
        print(f"stack: {error}", file=sys.stderr)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


def _do(options: argparse.Namespace) -> int:
    folder = Folder(options.directory.resolve())
    match options.command:
        case "up":
            require_all()
            Runner(folder, _tell, quick=options.quick).run()
        case "break":
            _tell(asking.break_part(folder, options.name, freeze=options.freeze))
        case "mend":
            _tell(asking.mend_part(folder, options.name))
        case _:
            _tell(asking.stop(folder))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m deploy.stack", description=__doc__)
    parser.add_argument(
        "--directory",
        type=Path,
        default=ROOT / ".run" / "stack",
        help="folder of the stack (.run/stack)",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    up = commands.add_parser("up", help="start everything, tell alerts, end all at Ctrl-C")
    up.add_argument(
        "--quick",
        action="store_true",
        help="all that rules and routes wait for is 60 times shorter: for a demonstration alone",
    )
    breaking = commands.add_parser("break", help="break a part")
    breaking.add_argument("name", metavar="NAME", help=_PARTS)
    breaking.add_argument(
        "--freeze", action="store_true", help="let it stand still: it accepts and never answers"
    )
    mending = commands.add_parser("mend", help="mend a part")
    mending.add_argument("name", metavar="NAME", help=_PARTS)
    commands.add_parser("stop", help="end a stack that runs, or what one left behind")
    return parser


def _tell(line: str) -> None:
    with contextlib.suppress(OSError):  # whoever read has gone; there is still much to end
        print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
