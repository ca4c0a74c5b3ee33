"""The blocks of code in a page of the documents."""

from __future__ import annotations

import re
from pathlib import Path


def snippets(page: Path, language: str, beginning: str = "") -> list[str]:
    """Return the blocks of a language, those alone that begin with a text.

    Raises:
        ValueError: There is none: the page has changed, and nobody would check it any more.
    """
    blocks = re.findall(rf"(?ms)^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"))
    found = [block for block in blocks if block.startswith(beginning)]
    if not found:
        raise ValueError(f"{page.name} has no block of {language} that begins with {beginning!r}")
    return found
