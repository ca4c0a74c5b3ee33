"""The flags and arguments of a command of click, as rows of a table."""

from __future__ import annotations

import re
from collections.abc import Iterable

import click

from reference.markdown import code, codes, in_help, table
from reference.meaning import Undocumented, said

HEAD = ("flag", "value", "default", "variable", "meaning")


def flags_of(command: click.Command) -> list[click.Option]:
    """Return the flags of a command but for those that all have."""
    return [
        one for one in command.params if isinstance(one, click.Option) and one.name != "version"
    ]


def flag_table(command: click.Command, flags: Iterable[click.Option]) -> str:
    """Return a table of flags, empty where there is none.

    Raises:
        Undocumented: A flag has no help.
    """
    rows = [_row(command, one) for one in flags]
    return table(HEAD, rows) if rows else ""


def name_of(option: click.Option) -> str:
    """Return how a flag is written: ``--a`` or ``--[no-]a``."""
    name = option.opts[0]
    return f"--[no-]{name.removeprefix('--')}" if option.secondary_opts else name


def _row(command: click.Command, option: click.Option) -> list[str]:
    place = f"the flag {option.opts[0]} of {command.name}"
    named = [option.envvar] if isinstance(option.envvar, str) else option.envvar or []
    meaning = in_help(said(option.help, place))
    return [code(name_of(option)), _value(option), _default(option), codes(named), meaning]


def _value(option: click.Option) -> str:
    if option.is_flag:
        return ""
    if isinstance(option.type, click.Choice):
        return codes(map(str, option.type.choices))
    return option.metavar or option.type.name.upper()


def _default(option: click.Option) -> str:
    if option.required:
        return "has to be given"
    value = option.default
    return code(str(value)) if isinstance(value, str | int | float) and value else ""


def arguments_of(command: click.Command) -> list[str]:
    """Return how the arguments of a command are written; its text has to name each of them.

    Raises:
        Undocumented: The help of the command does not say what one is.
    """
    written = []
    for one in command.params:
        if isinstance(one, click.Argument):
            word = "".join(re.findall(r"[A-Z]", one.human_readable_name.upper()))
            if word not in (command.help or ""):
                raise Undocumented(f"the argument {word} of {command.name}")
            written.append(one.make_metavar(click.Context(command)))
    return written
