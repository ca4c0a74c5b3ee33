"""A typed part of a file in which secrets may stand."""

from __future__ import annotations

from typing import NoReturn

import msgspec


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A part of the file in which unknown keys are errors; it prints as its name alone.

    Passwords stand in it, and in its URLs and options.
    """

    def __repr__(self) -> str:
        return f"{type(self).__name__}(...)"

    def __rich_repr__(self) -> list[tuple[str, object]]:
        return []

    def __reduce__(self) -> NoReturn:
        raise TypeError("a section of the configuration file cannot be pickled")
