"""What is said of a query that has no data when all is well."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fnmatch import fnmatchcase


class When(Enum):
    """Where a query has data."""

    WELL = "when all is well"
    CHOSEN = "when all is well, with one value of each variable"
    STRAINED = "while every server answers, and none is at ease"
    ILL = "when everything is ill that a test can make so"
    STRETCHED = "in the scrapes of all these runs, stretched to days"
    NOTHING = "when there is no daemon at all"
    ELSEWHERE = "in tests of its own, as there is more of it than any run has"


@dataclass(frozen=True, slots=True)
class Mark:
    """What is said of some queries.

    Attributes:
        names: A pattern of their names, like those of files: ``dhe-host/CPU/Load/[AB]``.
        when: Where they have data.
        reason: Why they have none when all is well, or why not before.
        may: They may have some when all is well: it depends on the machine or on chance.
    """

    names: str
    when: When
    reason: str
    may: bool = False

    def fits(self, name: str) -> bool:
        """Whether it is said of a query."""
        return fnmatchcase(name, self.names)


def ill(names: str, reason: str, *, may: bool = False) -> Mark:
    """Return that something has to be ill."""
    return Mark(names, When.ILL, reason, may)


def strained(names: str, reason: str, *, may: bool = False) -> Mark:
    """Return that something must not be at ease."""
    return Mark(names, When.STRAINED, reason, may)


def stretched(names: str, reason: str, *, may: bool = False) -> Mark:
    """Return that it has to last."""
    return Mark(names, When.STRETCHED, reason, may)


def nothing(names: str, reason: str) -> Mark:
    """Return that nothing may be there."""
    return Mark(names, When.NOTHING, reason)


def elsewhere(names: str, reason: str) -> Mark:
    """Return that other tests make so much of it; some may be there now and then."""
    return Mark(names, When.ELSEWHERE, reason, may=True)


def well(names: str, reason: str) -> Mark:
    """Return that an alert fires when all is well."""
    return Mark(names, When.WELL, reason)
