"""Numbers that know where they come from, so that the bundle can be written with other ones.

As a rule a limit is a number like any other. In the bundle that the program carries each place
where one stands is marked instead, with what is done to it there: ``<<queue_standstill;/2>>`` in a
text, and ``"<<#queue_standstill;/2>>"`` where JSON has a number. ``django_health_exporter.bundled``
puts numbers there again.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

MARKING = os.environ.get("MIXIN_MARKS") == "1"
"""Whether marks are written. Rules and panels are texts as soon as their modules are imported, so
that it has to be known before: see :mod:`mixin.marked`."""

DIGITS = 12
"""That are written of a number: all that anybody gives, and none that reckoning makes up."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a limit is.

    Attributes:
        name: By which people give another number.
        unit: What it counts: ``seconds``.
        text: What is compared with it.
        above: It is greater than this.
        most: It is this at most; ``None`` where nothing ends it.
        at_most: The name of the limit that it may not exceed; empty without one.
    """

    name: str
    unit: str
    text: str
    above: float = 0
    most: float | None = None
    at_most: str = ""


class Limit(float):
    """A number to compare with; reckoned with, it still knows what it was.

    Args:
        value: The number.
        meaning: What it is.
        steps: What was done to it, in order: ``*30``, ``/2``, ``+15``, ``1-``.
    """

    meaning: Meaning
    steps: tuple[str, ...]

    def __new__(cls, value: float, meaning: Meaning, steps: tuple[str, ...] = ()) -> Limit:
        """Make one; a ``float`` is finished when it is made."""
        made = super().__new__(cls, value)
        made.meaning, made.steps = meaning, steps
        return made

    @property
    def mark(self) -> str:
        """What stands for the number: the name, and what is done to it."""
        return ";".join((self.meaning.name, *self.steps))

    def __format__(self, spec: str) -> str:
        """Return it as it stands in texts, which have no say in how many digits that are."""
        if spec:
            raise TypeError(f"{self.mark}: write it as it is, without {spec!r}")
        return f"<<{self.mark}>>" if MARKING else f"{float(self):.{DIGITS}g}"

    def __mul__(self, other: float) -> Limit:
        """Return it so many times."""
        return self._stepped(float(self) * other, f"*{other!r}")

    __rmul__ = __mul__

    def __truediv__(self, other: float) -> Limit:
        """Return a part of it."""
        return self._stepped(float(self) / other, f"/{other!r}")

    def __add__(self, other: float) -> Limit:
        """Return more than it."""
        return self._stepped(float(self) + other, f"+{other!r}")

    __radd__ = __add__

    def __rsub__(self, other: float) -> Limit:
        """Return what is left beside it."""
        return self._stepped(other - float(self), f"{other!r}-")

    def _stepped(self, value: float, step: str) -> Limit:
        if isinstance(value, Limit):
            raise TypeError(f"{self.mark}: two limits cannot be reckoned with each other")
        return Limit(value, self.meaning, (*self.steps, step))

    def _lost(self, _other: object) -> Limit:
        raise TypeError(f"{self.mark}: this would not be known of the number any more")

    __sub__ = __pow__ = __mod__ = __floordiv__ = _lost  # type: ignore[assignment]
    __rtruediv__ = __rpow__ = _lost  # type: ignore[assignment]
