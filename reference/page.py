"""What a page of the reference is."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from reference.markdown import page

WRITTEN = (
    "<!-- Written by `python -m reference` from the code: "
    "change what it is taken from, not this page. -->"
)


class Page(NamedTuple):
    """A page of the reference.

    Attributes:
        path: From the folder of the documentation.
        title: Its heading.
        purpose: What it tells, for the list of the pages.
        blocks: Makes what stands below the heading.
    """

    path: str
    title: str
    purpose: str
    blocks: Callable[[], list[str]]

    def text(self) -> str:
        """Return the whole page.

        Raises:
            Undocumented: Something that belongs there has no meaning.
        """
        return page(WRITTEN, f"# {self.title}", *self.blocks())
