"""The table of the pages; a new one is a module beside this and a line here."""

from __future__ import annotations

from collections.abc import Mapping

from reference import endpoints, metrics, reasons
from reference.checks import built_in
from reference.commands import manage, program
from reference.markdown import table
from reference.monitoring import alerts, dashboards, recording, thresholds
from reference.page import Page
from reference.settings import configuration_file, health_check, variables, web_file

FOLDER = "docs"
"""The folder of the documentation."""

_PAGES = (
    health_check.PAGE,
    configuration_file.PAGE,
    web_file.PAGE,
    variables.PAGE,
    program.PAGE,
    manage.PAGE,
    endpoints.PAGE,
    built_in.PAGE,
    metrics.PAGE,
    reasons.PAGE,
    alerts.PAGE,
    thresholds.PAGE,
    recording.PAGE,
    dashboards.PAGE,
)

_INTRODUCTION = """
Written from the code: from its settings, help texts, tables and docstrings. A test fails when
something has no meaning, and when a page is not what the code says. How things are used is told by
the guides.
"""


def _blocks() -> list[str]:
    rows = [[f"[{page.title}]({_from_here(page)})", page.purpose] for page in _PAGES]
    return [_INTRODUCTION, table(["page", "what it tells"], rows)]


def _from_here(page: Page) -> str:
    """The way to a page from the list of them."""
    here = "reference/"
    return page.path.removeprefix(here) if page.path.startswith(here) else f"../{page.path}"


INDEX = Page("reference/index.md", "Reference", "All of these", _blocks)
PAGES = (INDEX, *_PAGES)
"""Every page that is written."""


def written() -> Mapping[str, str]:
    """Return the text of each page by its path from the root of the project.

    Raises:
        Undocumented: Something that belongs on a page has no meaning.
    """
    return {f"{FOLDER}/{page.path}": page.text() for page in PAGES}
