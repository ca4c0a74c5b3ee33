"""What a doctor found, for people and for programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import IO

import msgspec

from django_health.doctor.finding import Examination, Finding, Level
from django_health.json_ready import one_line
from django_health.result import Status
from django_health.terminal.streams import put

_WORST_FIRST = tuple(reversed(Level))

_STATES: Mapping[Level, Status] = {
    Level.NOTE: Status.SKIPPED,
    Level.WARNING: Status.WARNING,
    Level.ERROR: Status.ERROR,
}
"""How each level looks."""

_LONGEST = 1000
"""Characters of a sentence."""


def document_of(examination: Examination) -> dict[str, object]:
    """Return all of it, ready for JSON; the worst comes first."""
    return {
        "level": examination.worst.value,
        "findings": msgspec.to_builtins(ordered(examination)),
        "versions": examination.versions,
    }


def ordered(examination: Examination) -> list[Finding]:
    """Return the findings, the worst first."""
    return sorted(examination.findings, key=lambda one: _WORST_FIRST.index(one.level))


def summary(examination: Examination) -> str:
    """Return the whole in a line: ``1 error, 2 warnings, 3 notes``."""
    levels = [finding.level for finding in examination.findings]
    told = [
        f"{count} {level}{'' if count == 1 else 's'}"
        for level in _WORST_FIRST
        if (count := levels.count(level))
    ]
    return ", ".join(told) or "nothing is missing"


def _write_table(examination: Examination, stream: IO[str]) -> None:
    from rich.console import Group  # noqa: PLC0415 - rich, for people alone
    from rich.padding import Padding  # noqa: PLC0415 - the same
    from rich.text import Text  # noqa: PLC0415 - the same

    from django_health.terminal.printing import console_for, show  # noqa: PLC0415 - the same
    from django_health.terminal.states import LOOKS, marked  # noqa: PLC0415 - the same

    is_plain = console_for(stream).options.ascii_only
    blocks: list[Text | Padding] = []
    for finding in ordered(examination):
        look = LOOKS[_STATES[finding.level]]
        head = Text(marked(look, finding.level.value, is_plain=is_plain), style=look.style)
        head.append(f"  {one_line(finding.place)}", style="bold")
        said = [Text(one_line(finding.what, _LONGEST))]
        if finding.remedy:
            arrow = "->" if is_plain else "→"
            said.append(Text(f"{arrow} {one_line(finding.remedy, _LONGEST)}", style="cyan"))
        blocks += [head, *(Padding(text, (0, 0, 0, 4)) for text in said)]
    told = ", ".join(f"{name} {number}" for name, number in examination.versions.items())
    space = [Text()] if blocks else []
    show(Group(*blocks, *space, Text(told, style="dim"), Text(summary(examination))), stream)


def _write_json(examination: Examination, stream: IO[str]) -> None:
    body = msgspec.json.encode(document_of(examination))
    if stream.isatty():
        body = msgspec.json.format(body, indent=2)
    put(body.decode() + "\n", stream)


FORMATS: Mapping[str, Callable[[Examination, IO[str]], None]] = {
    "table": _write_table,
    "json": _write_json,
}
"""By name."""
