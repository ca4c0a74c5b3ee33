"""What the library raises when it is used in a way that cannot work.

Every text names the place and the valid names, and holds no text of another's exception: that may
quote a password.
"""

from __future__ import annotations

from collections.abc import Iterable


class HealthCheckError(Exception):
    """The base of every error of use; what a check finds out is a result and never raised."""


class InvalidCheckError(HealthCheckError, ValueError):
    """A check, or a gauge that it declares, is not made as it has to be."""


class DuplicateCheckError(HealthCheckError, ValueError):
    """A name of a check or of a gauge is taken."""


class ImportPathError(HealthCheckError, ImportError):
    """A dotted path leads to nothing; the text names the setting, the path and what there is."""


class UnknownAliasError(HealthCheckError, LookupError):
    """An alias is none of those there are; the text lists them.

    Args:
        alias: What was asked for.
        valid: The aliases there are.
        kind: What was asked for, like ``database alias`` or ``check``.
    """

    def __init__(self, alias: str, valid: Iterable[str], kind: str = "alias") -> None:
        self.alias = alias
        self.valid = tuple(valid)
        self.kind = kind
        super().__init__(f"unknown {kind} {alias!r}: {listed(self.valid)}")

    def __reduce__(self) -> tuple[type[UnknownAliasError], tuple[str, tuple[str, ...], str]]:
        return type(self), (self.alias, self.valid, self.kind)


def listed(names: Iterable[str]) -> str:
    """Return ``there are a, b``, or ``there is none``."""
    known = ", ".join(names)
    return f"there are {known}" if known else "there is none"
