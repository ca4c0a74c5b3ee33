"""The page of what can be set about the checks, in Django's settings and in the daemon's file."""

from __future__ import annotations

from django_health.settings import HealthSettings
from django_health.settings.variables import ENVIRONMENT
from django_health_exporter.configuration.schema import ConfigurationFile
from reference.markdown import code, codes
from reference.page import Page
from reference.settings.keys import Key, keys_of
from reference.settings.section import Column, key_table, section
from reference.settings.sections import CHANNELS, SECTIONS, shared_links

_INTRODUCTION = """
How to check, and what is watched besides databases, caches and the host. The keys stand in the
dictionary `HEALTH_CHECK` of Django's settings, in capitals or not, and most of them in the
[daemon's file](configuration-file.md) too, which wins over Django's settings; a
[variable](variables.md) wins over both. An unknown key is an error that names the nearest one.

Examples are in the guides: [Django](../django.md), [configuration](../configuration.md),
[checks](../checks.md), [alerts](../alerting.md).
"""

_OTHERWISE_CALLED = {"checks": "collectors"}
"""What is called otherwise in the daemon's file."""

_KINDS = ("http", "smtp", "storage", "tcp", "dns", "sql")


def variables_of(field: str) -> list[str]:
    """Return the ``HEALTH_*`` variables that override a setting, by its path with dots."""
    return [
        name
        for name, path in ENVIRONMENT.items()
        if field == ".".join(path) or field.startswith(f"{'.'.join(path)}.")
    ]


def in_file(field: str) -> str:
    """Return the key of the daemon's file that says the same; empty where there is none."""
    name = _OTHERWISE_CALLED.get(field, field)
    return name if name in ConfigurationFile.__struct_fields__ else ""


def _variable(prefix: str) -> Column:
    return "variable", lambda key: codes(variables_of(f"{prefix}{key.field}"))


def _top() -> list[str]:
    columns: list[Column] = [("in the file", lambda key: code(in_file(key.field))), _variable("")]
    keys = [_in_capitals(key) for key in keys_of(HealthSettings, shared_links())]
    return ["## `HEALTH_CHECK`", key_table(keys, columns)]


def _in_capitals(key: Key) -> Key:
    return key._replace(name=key.name.upper())


def _blocks() -> list[str]:
    found = shared_links()
    blocks = [_INTRODUCTION, *_top()]
    for heading in ("thresholds", "timeouts", "links", "alerting"):
        columns = [_variable(f"{heading}.")]
        blocks += section(f"## `{heading}`", SECTIONS[heading], found, columns=columns)
    blocks += ["## Channels", _channels()]
    for tag, kind in CHANNELS.items():
        blocks += section(f"### Channel `{tag}`", kind, found)
    blocks += ["## Declared checks", _DECLARED]
    for heading in _KINDS:
        blocks += section(f"### `{heading}`", SECTIONS[heading], found)
    return blocks


def _channels() -> str:
    return (
        "Each stands in `alerting.channels` under a name of its own, and its key `type` says of "
        f"which kind it is: {codes(CHANNELS)}. What each of them sends: "
        "[what the alert channels send](../alert-channels.md)."
    )


_DECLARED = """
Each stands in its section under a name of its own: `http: {payments: {url: …}}` is the check
`http/payments`.
"""

PAGE = Page(
    "reference/settings.md",
    "Settings of the checks",
    "`HEALTH_CHECK`, and what the daemon's file has in common with it: thresholds, timeouts, "
    "alerts, declared checks",
    _blocks,
)
