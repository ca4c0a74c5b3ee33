"""Links to files of the repository: sound where the Markdown is read, and on the site.

A page says ``../deploy/systemd/README.md``, as the repository has it. On the site that leads to the
page which includes this file; where no page does, the file itself is there to be taken along. A
folder is told by its README, or by the page beside it that has its name; any other is named and not
linked.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

INCLUSION = re.compile(r"^```\{include\} (\S+)$", re.MULTILINE)
BEFORE_FILES_ARE_COLLECTED = 400


def setup(app: Sphinx) -> ExtensionMetadata:
    """Have Sphinx ask this module about each page that it has read."""
    app.add_config_value("repository_pages", {}, "env", frozenset({dict}))
    app.connect("doctree-read", lead_home, priority=BEFORE_FILES_ARE_COLLECTED)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def lead_home(app: Sphinx, page: nodes.document) -> None:
    """Turn the links of a page to where the site has what they mean."""
    pages = pages_of_files(Path(app.srcdir), app.config.repository_pages)
    for link in list(page.findall(addnodes.pending_xref)):
        if link.get("reftype") != "myst" or not link["reftarget"].strip("#"):
            continue
        if (path := _meant(app, link)) is None:
            continue
        if (docname := _docname(app, pages, path)) is not None:
            link["refdomain"], link["reftarget"] = "doc", docname
        elif path.is_file():
            link.replace_self(_as_file(app, link, path))
        elif path.is_dir():
            link.replace_self(_as_name(app, link, path))


def pages_of_files(source: Path, stated: dict[str, str]) -> dict[Path, str]:
    """Return the page that tells of each file outside the folder of the pages.

    Args:
        source: The folder of the pages.
        stated: Pages of files that they do not include, by the path of the file in the repository.
    """
    found = {source.parent / path: docname for path, docname in stated.items()}
    for page in source.rglob("*.md"):
        if inclusion := INCLUSION.match(page.read_text(encoding="utf-8")):
            file = Path(os.path.normpath(page.parent / inclusion[1]))
            found[file] = page.relative_to(source).with_suffix("").as_posix()
    return found


def _meant(app: Sphinx, link: addnodes.pending_xref) -> Path | None:
    """Return the file or folder of the repository that a link means, if it means one.

    A link inside an included file starts at that file, so its source is asked, not the page. The
    fragment goes with the link.
    """
    target = Path(str(link["reftarget"]))
    if link.get("refdomain") == "doc":  # myst-parser found it, and has taken the suffix away
        return target.with_name(f"{target.name}.md") if target.is_absolute() else None
    path, _, fragment = str(link["reftarget"]).partition("#")
    meant = Path(os.path.normpath(Path(link.source or app.srcdir).parent / path))
    if not meant.exists():
        return None  # myst-parser warns of it
    link["reftargetid"] = fragment or None
    return meant


def _docname(app: Sphinx, pages: dict[Path, str], path: Path) -> str | None:
    """Return the page that tells of a file or a folder."""
    for candidate in _candidates(path):
        if candidate in pages:
            return pages[candidate]
        docname = app.env.path2doc(candidate)
        if docname in app.env.found_docs:
            return docname
    return None


def _candidates(path: Path) -> Iterator[Path]:
    yield path
    yield path / "README.md"
    yield path.with_name(f"{path.name}.md")


def _as_file(app: Sphinx, link: addnodes.pending_xref, path: Path) -> nodes.Element:
    """Return a link that takes the file along."""
    target = os.path.relpath(path, Path(app.env.doc2path(app.env.docname)).parent)
    return addnodes.download_reference(
        "", "", *link.children, reftarget=target, refdoc=app.env.docname, refdomain=None
    )


def _as_name(app: Sphinx, link: addnodes.pending_xref, path: Path) -> nodes.Element:
    """Return the words of the link, with the folder's place in the repository behind them."""
    place = path.relative_to(Path(app.srcdir).parent).as_posix()
    if link.astext().strip("/") == place:
        return nodes.inline("", "", *link.children)
    return nodes.inline(
        "", "", *link.children, nodes.Text(" ("), nodes.literal(text=place), nodes.Text(")")
    )
