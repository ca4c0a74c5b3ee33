"""What becomes of a request for a check that there is not."""

from __future__ import annotations

from collections.abc import Collection

from django_health.errors import HealthCheckError


class UnknownCheckError(HealthCheckError, LookupError):
    """A request names a check that there is not; the text lists the valid names."""


def expect_known(names: Collection[str], known: Collection[str]) -> None:
    """Make sure that checks can be asked.

    Args:
        names: The components that are asked for.
        known: Those that there are.

    Raises:
        UnknownCheckError: A name is unknown.
    """
    if unknown := set(names) - set(known):
        raise UnknownCheckError(
            f"unknown check {', '.join(sorted(unknown))}: there are {', '.join(known)}"
        )
