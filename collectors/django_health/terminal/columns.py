"""The four columns of a line: a state, a name, a time, and what there is to say."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

STATE = 11
"""Columns of the state and the blanks behind it: as many as ``✗ warning`` takes."""

TIME = 10
"""Columns of the time and the blanks around it."""

SHORTEST_NAME = 8
"""Columns that the name has at least."""

ROOM_TO_HINT = 16
"""Columns from which on there is something of what is said behind the time."""

ROOM_TO_READ = 50
"""Columns from which on all of what is said stands there; else it goes below the name."""


class Columns:
    """Lays out lines of the same width.

    Args:
        width: Columns that there are.
        longest: Columns that the longest name takes.
    """

    def __init__(self, width: int, longest: int) -> None:
        self._width = width
        self._name = max(min(longest, width - STATE - TIME), SHORTEST_NAME)
        self._room = width - STATE - self._name - TIME - 2

    def lines(
        self, console: Console, state: Text, name: Text, time: Text, said: Text, *, is_whole: bool
    ) -> Iterator[Text]:
        """Yield the lines of an entry.

        Args:
            console: Where it is drawn.
            state: The first column.
            name: The second, which is continued in further lines where it is too long.
            time: The third.
            said: The fourth.
            is_whole: Whether all of that is needed, in further lines; else it is cut.
        """
        first, *names = name.wrap(console, self._name, overflow="fold") or [Text()]
        time.align("right", TIME - 2)
        head = Text().append_text(_padded(state, STATE)).append_text(_padded(first, self._name + 2))
        head.append_text(time)
        beside, below = self._placed(console, said, is_whole=is_whole)
        yield _joined(head, beside[:1])
        for more in names:
            yield _indented(more, STATE)
        for more in beside[1:]:
            yield _indented(more, self._width - self._room)
        for more in below:
            yield _indented(more, STATE)

    def _placed(
        self, console: Console, said: Text, *, is_whole: bool
    ) -> tuple[list[Text], list[Text]]:
        """The lines that go behind the time, and those that go below the name."""
        if not said:
            return [], []
        if not is_whole:
            said.truncate(self._room, overflow="ellipsis")
            return ([said] if self._room >= ROOM_TO_HINT else []), []
        if self._room >= ROOM_TO_READ:
            return list(said.wrap(console, self._room)), []
        return [], list(said.wrap(console, max(self._width - STATE, SHORTEST_NAME)))


def _padded(text: Text, width: int) -> Text:
    text.truncate(width, pad=True)
    return text


def _joined(head: Text, more: list[Text]) -> Text:
    for text in more:
        head.append("  ").append_text(text)
    return head


def _indented(text: Text, width: int) -> Text:
    return Text(" " * width).append_text(text)
