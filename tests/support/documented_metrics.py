"""The metrics that ``docs/metrics.md`` names: all that there are, but those of ``/probe`` alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "metrics.md"
_ROW = re.compile(r"^\| `((?!probe_)\w+)` \| (\w+) \| ([\w, ]*) \|", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Documented:
    """A metric as its page tells of it.

    Attributes:
        name: Its name.
        kind: ``gauge``, ``counter`` or ``info``.
        labels: Of each of its series.
    """

    name: str
    kind: str
    labels: tuple[str, ...]


@cache
def documented() -> dict[str, Documented]:
    """Return every metric by its name, in the page's order."""
    rows = _ROW.findall(PAGE.read_text(encoding="utf-8"))
    return {
        name: Documented(name, kind, tuple(labels.split(", ")) if labels else ())
        for name, kind, labels in rows
    }
