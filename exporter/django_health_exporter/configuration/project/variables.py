"""What the settings do to the environment, such as taking ``.env`` over, and how it is undone."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import NamedTuple

KEPT = frozenset({"TZ"})
"""Django sets it whenever settings are read; without it the times of others would be wrong."""


class Change(NamedTuple):
    """What a variable was before, and what it became; ``None`` where it is not there."""

    before: str | None
    after: str | None


def changes_since(before: Mapping[str, str]) -> dict[str, Change]:
    """Return what has changed in the environment."""
    now = dict(os.environ)
    return {
        name: Change(before.get(name), now.get(name))
        for name in before.keys() | now.keys()
        if name not in KEPT and before.get(name) != now.get(name)
    }


def take_back(changes: Mapping[str, Change]) -> None:
    """Undo changes, but for those that somebody has changed further."""
    for name, change in changes.items():
        if os.environ.get(name) == change.after:
            _set(name, change.before)


def restore(environ: Mapping[str, str]) -> None:
    """Make the environment what it was; a variable that is the same is not touched."""
    for name in os.environ.keys() | environ.keys():
        if os.environ.get(name) != environ.get(name):
            _set(name, environ.get(name))


def _set(name: str, value: str | None) -> None:
    if value is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = value
