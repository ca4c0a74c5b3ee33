"""The environment of the process as it is in force, also while another one is being put together.

Settings that are read again may take their values from a file into ``os.environ``, where they leave
alone what is there already. So what they put there the last time is taken out before; whoever looks
at the environment meanwhile must not find it missing.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

_held: Mapping[str, str] | None = None


def in_force() -> Mapping[str, str]:
    """Return the environment."""
    return os.environ if _held is None else _held


def hold() -> None:
    """Have it stay as it is now for all who ask :func:`in_force`, until :func:`let_go`."""
    global _held  # noqa: PLW0603 - there is one environment
    _held = dict(os.environ)


def let_go() -> None:
    """Have ``os.environ`` be in force."""
    global _held  # noqa: PLW0603 - there is one environment
    _held = None
