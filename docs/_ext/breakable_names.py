"""Long names in the text may be broken where they have a joint, so that a table fits the window.

``django_health_exporter_check_duration_seconds`` is one word to a browser. A ``<wbr>`` behind an
underscore, a dot or a slash lets it go on in the next line. It is not copied with the name, and it
comes into the page when all is written, so that the search knows the whole name.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

TEXT = re.compile(r'(<span class="(?:pre|doc|std std-doc)">|html">|<h1>)([^<]+)')
"""Code within a line, the words of a link to a page, and a title: what may be one long name."""

JOINT = re.compile(r"(?<=[\w\])}][_./=|])(?=\w)|(?<=[a-z])(?=[A-Z])")
SHORTEST = 12
"""Characters that stay together, as narrow columns of single words are hard to read."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Have Sphinx ask this module about each page before it goes into the frame of the site."""
    app.connect("html-page-context", break_names)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def break_names(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give the long names of a page their joints."""
    del app, pagename, templatename
    if doctree is not None:
        context["body"] = TEXT.sub(
            lambda found: found[1] + "<wbr>".join(parts_of(found[2])), context["body"]
        )


def parts_of(name: str) -> list[str]:
    """Return the parts of a name, none of them too short but the last."""
    parts = [""]
    for piece in JOINT.split(name):
        if len(parts[-1]) >= SHORTEST:
            parts.append("")
        parts[-1] += piece
    return parts
