"""Which of the flags were given by their environment variables."""

from __future__ import annotations

from collections.abc import Mapping

import click
from click.core import ParameterSource

SECTIONS: Mapping[str, str] = {
    "collector": "collectors",
    "django": "django",
    "log": "log",
    "self_metrics": "web.self_metrics",
    "web": "web",
}
"""The section of the file that a parameter belongs to, by what its name begins with."""


def keys_from_environment(context: click.Context) -> frozenset[str]:
    """Return the keys, as ``web.max_requests``, that variables gave."""
    names = (
        name
        for name in context.params
        if context.get_parameter_source(name) is ParameterSource.ENVIRONMENT
    )
    return frozenset(
        f"{SECTIONS[head]}.{name.removeprefix(f'{head}_')}"
        for name in names
        for head in SECTIONS
        if name.startswith(f"{head}_")
    )
