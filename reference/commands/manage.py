"""The page of the commands of ``manage.py``."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Mapping

from django.core.management.base import BaseCommand

from django_health.management.commands.health import Command as Health
from django_health.management.commands.health_alerts import Command as HealthAlerts
from reference.markdown import code, codes, in_help, table
from reference.meaning import said
from reference.page import Page

_INTRODUCTION = """
They need `django_health` in `INSTALLED_APPS`, and no daemon. Django's own options (`--settings`,
`--pythonpath`, `--traceback`, `--no-color`, `--force-color`) may stand before an action or behind
it. How they are used: [inside Django](../django.md#on-the-command-line),
[alerts](../alerting.md#in-django).
"""

COMMANDS: Mapping[str, type[BaseCommand]] = {"health": Health, "health_alerts": HealthAlerts}
"""The commands by name."""

_HEADING = re.compile(r"^(examples|exit codes):\n", re.MULTILINE)


def parser_of(name: str) -> argparse.ArgumentParser:
    """Return the parser of a command."""
    return COMMANDS[name]().create_parser("manage.py", name)


def options_of(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Return the arguments that a parser has besides those that Django gives to every command."""
    django = {one.dest for one in BaseCommand().create_parser("manage.py", "")._actions}  # noqa: SLF001
    for action in parser._actions:  # noqa: SLF001 - argparse has no other way to them
        is_action = isinstance(action, argparse._SubParsersAction)  # noqa: SLF001
        if action.dest not in django and not is_action:
            yield action


def actions_of(parser: argparse.ArgumentParser) -> dict[str, tuple[str, argparse.ArgumentParser]]:
    """Return what a command can do, each with its help and its parser."""
    for action in parser._actions:  # noqa: SLF001
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            helps = {one.dest: one.help or "" for one in action._choices_actions}  # noqa: SLF001
            return {name: (helps.get(name, ""), one) for name, one in action.choices.items()}
    return {}


def _blocks() -> list[str]:
    blocks = [_INTRODUCTION]
    for name, command in COMMANDS.items():
        parser = parser_of(name)
        blocks += [f"## `manage.py {name}`", in_help(said(str(command.help), name))]
        for action, (text, below) in actions_of(parser).items():
            place = f"manage.py {name} {action}"
            blocks += [f"### `{place}`", in_help(said(text, place)), _table(below, place)]
        blocks += [_table(parser, f"manage.py {name}"), *_closing(parser.epilog or "")]
    return blocks


def _table(parser: argparse.ArgumentParser, place: str) -> str:
    rows = [
        [
            code(_name(one)),
            _value(one),
            _default(one),
            in_help(said(one.help, f"{one.dest} of {place}")),
        ]
        for one in options_of(parser)
    ]
    return table(["option", "value", "default", "meaning"], rows) if rows else ""


def _name(action: argparse.Action) -> str:
    return action.option_strings[0] if action.option_strings else f"{action.metavar} …"


def _value(action: argparse.Action) -> str:
    if action.choices:
        return codes(map(str, action.choices))
    is_switch = action.nargs == 0 or not action.option_strings
    return "" if is_switch else str(action.metavar or action.dest.upper())


def _default(action: argparse.Action) -> str:
    value = action.default
    return code(f"{value:g}" if isinstance(value, float) else str(value)) if value else ""


def _closing(epilog: str) -> Iterator[str]:
    """The examples and the exit codes at the end of the help."""
    for block in filter(None, _HEADING.split(epilog)):
        if block in ("examples", "exit codes"):
            yield f"**{block.capitalize()}**"
        else:
            lines = "\n".join(line.strip() for line in block.strip().splitlines())
            yield f"```text\n{lines}\n```"


PAGE = Page(
    "reference/manage.md",
    "Commands of manage.py",
    "`manage.py health` and `manage.py health_alerts`: options, exit codes",
    _blocks,
)
