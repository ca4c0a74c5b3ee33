"""The addresses of runbooks as alerts have them, so that the site can be their ``runbooks_url``.

An alert leads to ``<runbooks_url>/NAME.md``: that is where a forge shows the page. The site has it
as ``NAME.html``; a folder ``NAME.md`` with one small page, which every web server answers with,
leads there.
"""

from __future__ import annotations

from pathlib import Path
from string import Template

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

FOLDER = "runbooks"

LEADS_ON = Template("""\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>$name</title>
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url=../$name.html">
<p><a href="../$name.html">$name</a></p>
</html>
""")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Have Sphinx ask this module when all pages are written."""
    app.connect("build-finished", write_addresses)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def write_addresses(app: Sphinx, error: Exception | None) -> None:
    """Write the page that leads on for each runbook, unless the build has failed."""
    if error is not None or app.builder.format != "html":
        return
    for page in (Path(app.outdir) / FOLDER).glob("*.html"):
        folder = page.with_suffix(".md")
        folder.mkdir(exist_ok=True)
        text = LEADS_ON.substitute(name=page.stem)
        (folder / "index.html").write_text(text, encoding="utf-8")
