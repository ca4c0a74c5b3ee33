"""What an administrator types at one server, with what there is to know before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

SQL, SHELL = "--", "#"
"""What begins a comment."""


@dataclass(frozen=True)
class Account:
    """Who is to be given the privileges.

    Attributes:
        user: The name at the server.
        host: From where it comes, for servers that have users by host; ``%`` is anywhere.
    """

    user: str = "monitor"
    host: str = "%"


@dataclass(frozen=True)
class Script:
    """The privileges at one server.

    Attributes:
        target: What is asked there, like ``database/default``.
        server: Its kind and version in words.
        notes: What to know and to do before, a line each.
        statements: What is typed, a line each; none where there is nothing to grant.
        mark: What begins a comment.
    """

    target: str
    server: str
    notes: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    mark: str = SHELL

    def lines(self) -> Iterator[str]:
        """Yield it as text: the notes as comments, then the statements."""
        yield f"{self.mark} {self.target}: {self.server}"
        yield from (f"{self.mark} {note}" for note in self.notes)
        yield from self.statements

    def document(self) -> dict[str, object]:
        """Return it ready for JSON."""
        return {
            "target": self.target,
            "server": self.server,
            "notes": list(self.notes),
            "statements": list(self.statements),
        }
