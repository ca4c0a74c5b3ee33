"""One thing that somebody should know, with the remedy."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from django_health.terminal.exit_codes import ExitCode


class Level(StrEnum):
    """How bad it is, from best to worst; a note asks for nothing."""

    NOTE = "note"
    """Good to know; nothing is to be done."""
    WARNING = "warning"
    """Something is missing or doubtful."""
    ERROR = "error"
    """Something does not work."""


_CODES = {Level.NOTE: ExitCode.OK, Level.WARNING: ExitCode.WARNING, Level.ERROR: ExitCode.CRITICAL}


class Finding(msgspec.Struct, frozen=True):
    """One thing that is missing or wrong.

    Attributes:
        level: How bad it is.
        place: Where: the label of a check, a file, a flag.
        what: What is wrong, in a sentence without a secret.
        remedy: What to do; empty where there is nothing to do.
    """

    level: Level
    place: str
    what: str
    remedy: str = ""


class Examination(msgspec.Struct, frozen=True):
    """All that was found.

    Attributes:
        findings: In the order of looking.
        versions: What runs, by name.
    """

    findings: tuple[Finding, ...]
    versions: dict[str, str]

    @property
    def worst(self) -> Level:
        """The worst level; a note where nothing was found."""
        return worst_of(self.findings)

    @property
    def exit_code(self) -> ExitCode:
        """0 where nothing has to be done, 1 where something is missing, 2 where something fails."""
        return _CODES[self.worst]


def worst_of(findings: Iterable[Finding]) -> Level:
    """Return the worst level of some findings."""
    order = list(Level)
    return max((finding.level for finding in findings), key=order.index, default=Level.NOTE)
