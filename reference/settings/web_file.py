"""The page of the web configuration file."""

from __future__ import annotations

from collections.abc import Mapping

from django_health_exporter.web.policy.schema import HttpSection, RateSection, TlsSection, WebFile
from reference.page import Page
from reference.settings.keys import keys_of
from reference.settings.section import key_table, section
from reference.settings.sections import Struct, links

_INTRODUCTION = """
The file of `--web.config.file`, which Prometheus and its exporters share. Every value is read as a
text, so that none needs quotes; a relative path begins at the folder of the file. [The web
configuration file](../web-configuration.md) has examples, what Python cannot do, and how changes
come into force.
"""

_SECTIONS: Mapping[str, Struct] = {
    "tls_server_config": TlsSection,
    "http_server_config": HttpSection,
    "rate_limit": RateSection,
}


def _blocks() -> list[str]:
    found = links(_SECTIONS)
    blocks = [_INTRODUCTION, "## The sections", key_table(keys_of(WebFile, found))]
    for heading, struct in _SECTIONS.items():
        blocks += section(f"## `{heading}`", struct, found)
    return blocks


PAGE = Page(
    "reference/web-configuration-file.md",
    "Keys of the web configuration file",
    "Every key of the file of `--web.config.file`: TLS, users, headers, rate limit",
    _blocks,
)
