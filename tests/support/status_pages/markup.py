"""A page taken apart: its elements, its texts, and what is wrong with its markup."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"meta", "link", "use", "path", "rect", "circle"}
"""Elements that end at once."""


class Markup(HTMLParser):
    """Reads a page.

    Attributes:
        elements: Tag and attributes of each element, in their order.
        texts: The texts that are shown, in their order.
        mistakes: Ends without a beginning, and beginnings without an end.
    """

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.mistakes: list[str] = []
        self._open: list[str] = []
        self.feed(body.decode())
        self.close()
        self.mistakes += [f"<{tag}> is left open" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element without content."""
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Note a mistake where another element is open."""
        if not self._open or self._open.pop() != tag:
            self.mistakes.append(f"</{tag}> ends nothing")

    def handle_data(self, data: str) -> None:
        """Note a text that is shown."""
        if data.strip() and self._open[-1:] not in (["style"], ["script"]):
            self.texts.append(" ".join(data.split()))

    @property
    def text(self) -> str:
        """All that is shown."""
        return " ".join(self.texts)

    def values(self, attribute: str) -> list[str]:
        """What an attribute is, wherever it is."""
        return [found[attribute] or "" for _, found in self.elements if attribute in found]
