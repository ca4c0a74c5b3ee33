"""What search engines and previews of links show of a page: its first sentences."""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

LIMIT = 160
"""Characters; of longer ones the end is not shown."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Have Sphinx ask this module before it writes a page."""
    app.connect("html-page-context", describe)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def describe(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Put the first paragraph of a page into its head."""
    del app, pagename, templatename
    if doctree is None:  # the search
        return
    for paragraph in doctree.findall(nodes.paragraph):
        text = shortened(" ".join(paragraph.astext().split()))
        tag = f'<meta name="description" content="{escape(text)}">'
        context["metatags"] = f"{context.get('metatags', '')}{tag}\n"
        return


def shortened(text: str) -> str:
    """Return a text that is short enough, and ends with a whole word."""
    if len(text) <= LIMIT:
        return text
    return f"{text[: LIMIT - 1].rpartition(' ')[0].rstrip('.,;: ')}…"
