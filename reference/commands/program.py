"""The page of the commands of the program."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click

from django_health_exporter.cli.help_text import CONTEXT, PROGRAM
from django_health_exporter.cli.program import COMMANDS, DEFAULT, program
from django_health_exporter.cli.source_options import source_options
from django_health_exporter.cli.web_options import web_options
from reference.commands.flags import arguments_of, flag_table, flags_of
from reference.markdown import code, codes, in_help, table
from reference.meaning import said
from reference.page import Page

_INTRODUCTION = f"""
`{PROGRAM} COMMAND --help` says the same. Flags without a command are those of `{DEFAULT}`. A flag
wins over its variable. Output, and what the commands are good for: [command line](../cli.md).
"""

_OWN = """
Without a command. `serve` has `--version` too, and every command `-h` and `--help`.
"""


@click.command
@source_options
def _watched(**_given: object) -> None:
    """Have the flags that say what is watched."""


@click.command
@web_options
def _web(**_given: object) -> None:
    """Have the flags of the HTTP side."""


SHARED = {"Sources": _watched, "Web": _web}
"""Flags that several commands have, by heading."""

_HEADING = re.compile(r"^(Examples|Exit codes):\n", re.MULTILINE)
_CODE = re.compile(r"^  (\d)  (.*(?:\n {4,}.*)*)", re.MULTILINE)


def commands() -> Iterator[tuple[str, click.Command]]:
    """Return every command with its name; of one that has several below it, those."""
    for name in COMMANDS:
        command = program.get_command(click.Context(program), name)
        if command is None:
            raise LookupError(name)
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {below}", one) for below, one in command.commands.items())


def _blocks() -> list[str]:
    rows = [
        [f"[`{name}`](#{name})", in_help(said(line, f"the line of {name} in COMMANDS"))]
        for name, (_, line) in COMMANDS.items()
    ]
    blocks = [_INTRODUCTION, table(["command", "what it does"], rows)]
    blocks += ["## The program itself", _OWN, table(["flag", "meaning"], own_flags())]
    for name, command in commands():
        blocks += _command(name, command)
    for heading, shared in SHARED.items():
        blocks += [f"## {heading}", flag_table(shared, flags_of(shared))]
    return blocks


def own_flags() -> list[list[str]]:
    """Return the flags of the program itself, each with its meaning."""
    found = program.get_params(click.Context(program, **CONTEXT))
    return [
        [codes(one.opts), in_help(said(one.help, f"the flag {one.opts[0]}"))]
        for one in found
        if isinstance(one, click.Option)
    ]


def _command(name: str, command: click.Command) -> list[str]:
    usage = " ".join([PROGRAM, name, *_usage(command)])
    paragraphs = said_paragraphs(command, name)
    own, elsewhere = _own_flags(command)
    examples, endings = closing(command)
    return [
        f"## `{name}`",
        f"```text\n{usage}\n```",
        *paragraphs,
        flag_table(command, own),
        elsewhere,
        f"```sh\n{examples}\n```" if examples else "",
        table(["exit code", "meaning"], endings) if endings else "",
    ]


def said_paragraphs(command: click.Command, name: str) -> list[str]:
    """Return what the help of a command says, a paragraph each.

    Raises:
        Undocumented: It says nothing.
    """
    written = (command.help or "").strip().split("\n\n")
    return [_paragraph(one, f"the command {name}") for one in written]


def _paragraph(text: str, place: str) -> str:
    """A paragraph; one that click must not fill is shown as it is."""
    as_it_is = text.startswith("\b\n")
    return f"```text\n{text[2:]}\n```" if as_it_is else in_help(said(text, place))


def _usage(command: click.Command) -> list[str]:
    below = ["COMMAND"] if isinstance(command, click.Group) else []
    return [*(["[FLAGS]"] if flags_of(command) else []), *below, *arguments_of(command)]


def _own_flags(command: click.Command) -> tuple[list[click.Option], str]:
    """The flags that it has for itself, and in words those that it shares with others."""
    own = {one.opts[0]: one for one in flags_of(command)}
    also = []
    for heading, shared in SHARED.items():
        names = {one.opts[0] for one in flags_of(shared)}
        if names <= own.keys():
            own = {name: one for name, one in own.items() if name not in names}
            also.append(f"[{heading}](#{heading.lower().replace(' ', '-')})")
    words = f"And those of {' and '.join(also)}." if also else ""
    return list(own.values()), words


def closing(command: click.Command) -> tuple[str, list[list[str]]]:
    """Return the examples of a command, and its exit codes with their meanings."""
    text = (command.epilog or "").replace("\b\n", "")
    _, *parts = _HEADING.split(text)
    told = dict(zip(parts[::2], parts[1::2], strict=True))
    examples = "\n".join(line.strip() for line in told.get("Examples", "").strip().splitlines())
    found = _CODE.findall(told.get("Exit codes", ""))
    return examples, [[code(number), in_help(" ".join(text.split()))] for number, text in found]


PAGE = Page(
    "reference/commands.md",
    "Commands and flags",
    f"Every command of `{PROGRAM}`: flags, variables, examples, exit codes",
    _blocks,
)
