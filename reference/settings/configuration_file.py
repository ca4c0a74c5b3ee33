"""The page of the daemon's configuration file."""

from __future__ import annotations

from collections.abc import Mapping

from django_health_exporter.configuration.schema import (
    CacheSection,
    ConfigurationFile,
    DatabaseSection,
    DjangoSection,
    LogSection,
    ThresholdsSection,
    WebSection,
)
from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.scrape.self_metrics import GROUPS
from reference.markdown import code, paragraphs, table
from reference.meaning import paragraphs_of, said
from reference.page import Page
from reference.settings.flags import flag_of
from reference.settings.keys import keys_of
from reference.settings.section import Column, key_table, section
from reference.settings.sections import Struct, links, shared_links

_INTRODUCTION = """
The file of `--config.file`, YAML or TOML. Every section may be left out, and an unknown key is an
error that names the nearest one. `${NAME}` in a value is replaced by the variable of that name. A
flag or its variable wins over the file. [Configuration](../configuration.md) has examples;
`django-health-exporter config schema` prints all of this for editors.
"""

_OWN: Mapping[str, Struct] = {
    "django": DjangoSection,
    "databases": DatabaseSection,
    "caches": CacheSection,
    "web": WebSection,
    "log": LogSection,
}
"""The sections that only the daemon has, by heading."""

_WEB = "The daemon reads them at its start alone."


def _flag(prefix: str) -> Column:
    return "flag", lambda key: code(flag_of(f"{prefix}{key.field}"))


def _blocks() -> list[str]:
    found = shared_links("settings.md") | links(_OWN)
    found[ThresholdsSection] = "[thresholds](settings.md#thresholds)"
    keys = key_table(keys_of(ConfigurationFile, found), [_flag("")])
    blocks = [_INTRODUCTION, "## The sections", keys]
    for heading in ("django", "databases", "caches"):
        blocks += section(f"## `{heading}`", _OWN[heading], found, columns=[_flag(f"{heading}.")])
    # In the file everything of it may be left out; what it is then, is what WebConfig says.
    blocks += ["## `web`", paragraphs(paragraphs_of(WebConfig, "WebConfig"))]
    blocks += [_WEB, key_table(keys_of(WebConfig, found), [_flag("web.")])]
    blocks += ["### Groups of `self_metrics`", table(["group", "tells"], _groups())]
    return blocks + section("## `log`", LogSection, found, columns=[_flag("log.")])


def _groups() -> list[list[str]]:
    return [
        [code(group), said(told, f"the group {group} of GROUPS")] for group, told in GROUPS.items()
    ]


PAGE = Page(
    "reference/configuration-file.md",
    "The daemon's configuration file",
    "Every key of the file of `--config.file`, with the flag that says the same",
    _blocks,
)
