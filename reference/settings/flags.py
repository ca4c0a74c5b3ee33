"""Which flag of the daemon, and which variable, says the same as a key of its file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import click

from django_health_exporter.cli.serve import serve

_PREFIXES = {"web.self_metrics": "self_metrics_", "collectors": "collector_"}
"""Mappings of the file for whose every key there is a flag."""


@cache
def options() -> Mapping[str, click.Option]:
    """Return the flags of the daemon by the name of their parameter."""
    found = [one for one in serve.params if isinstance(one, click.Option) and one.name]
    return {str(option.name): option for option in found}


def names_of(option: click.Option) -> str:
    """Return how a flag is written: ``--a`` or ``--[no-]a``."""
    name = option.opts[0]
    return f"--[no-]{name.removeprefix('--')}" if option.secondary_opts else name


def flag_of(key: str) -> str:
    """Return the flag that says the same as a key of the file, like ``web.max_requests``.

    Of a mapping it is all flags, with ``NAME`` for the key; empty where there is none.
    """
    if prefix := _PREFIXES.get(key):
        (*_, some) = (names_of(one) for name, one in options().items() if name.startswith(prefix))
        return f"{some.rpartition('.')[0]}.NAME"
    option = options().get(key.replace(".", "_"))
    return names_of(option) if option else ""
