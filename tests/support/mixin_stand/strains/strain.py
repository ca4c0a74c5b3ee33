"""One strain."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from mixin_stand.stand import Stand


@dataclass(frozen=True, slots=True)
class Strain:
    """Something that is not at ease and answers all the same.

    Attributes:
        put: Makes it so until its context ends.
        known: Queries that have an answer as soon as Prometheus has seen it.
    """

    put: Callable[[Stand], AbstractContextManager[None]]
    known: tuple[str, ...]
