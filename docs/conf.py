"""How Sphinx makes the documentation site of these pages: ``make docs``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django_health.version import __version__

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "django-health-exporter"
release = version = __version__
language = "en"

extensions = [
    "myst_parser",
    "breakable_names",
    "code_colours",
    "page_descriptions",
    "repository_links",
    "runbook_addresses",
]
exclude_patterns = ["_ext", "_static", "_templates"]
templates_path = ["_templates"]

smartquotes = False  # the pages say what is to be typed
nitpicky = True  # a link that leads nowhere is a warning, and `make docs` takes no warning
myst_enable_extensions = ["html_image"]  # a picture with a width
myst_heading_anchors = 4  # the pages link to headings as a forge names them
repository_pages = {"README.md": "index"}
"""Files of the repository that a page stands for without including them."""

html_theme = "furo"
html_title = f"{project} {release}"
html_short_title = project
html_favicon = "_static/favicon.svg"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False  # the repository has the sources
html_show_copyright = False
html_use_index = False  # there is nothing in it: the pages describe no Python objects
html_theme_options: dict[str, Any] = {
    "top_of_page_buttons": [],
    "light_css_variables": {
        "color-brand-primary": "#0a53b0",
        "color-brand-content": "#0a53b0",
        "color-brand-visited": "#5f3aa8",
    },
    "dark_css_variables": {
        "color-brand-primary": "#82b6ff",
        "color-brand-content": "#82b6ff",
        "color-brand-visited": "#c4a8ff",
    },
}
