"""A query, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """How it is asked."""

    INSTANT = auto()
    """For the present: numbers, tables, rules."""
    RANGE = auto()
    """Over the time range: graphs, annotations."""
    VALUES = auto()
    """For the values of a label: variables."""
    ALERT = auto()
    """For the present; no answer is a good one."""


@dataclass(frozen=True, slots=True)
class Question:
    """A query.

    Attributes:
        name: Where it stands: ``dhe-host/CPU/Load/A``, ``host.yaml/DjangoHealthDiskFull/critical``.
        kind: How it is asked.
        expr: What is asked, with the variables of a dashboard.
        label: Whose values are wanted.
    """

    name: str
    kind: Kind
    expr: str
    label: str = ""
