"""The words of Redis' ACL, as they are typed into redis-cli."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django_health.grants.script import Account

FIRST = (6, 0)
"""The version from which on there are users."""
CHANNELS = (6, 2)
"""From which on channels are a matter of privileges."""
SELECTORS = (7, 0)
"""From which on a user may have several sets of commands and keys that go together."""

_PLAIN = re.compile(r"[\w.:/~&%*+|@-]+", re.ASCII)
_GLOB = re.compile(r"([*?\[\]\\])")
_SPACE = re.compile(r"[\s\0]")


def rule(account: Account, version: tuple[int, ...], words: Iterable[str]) -> str:
    """Return the command that gives a user these privileges and no others.

    The password of the user stays as it is.
    """
    reset = ["on", "resetkeys", "-@all"]
    if version >= CHANNELS:
        reset.insert(2, "resetchannels")
    if version >= SELECTORS:
        reset.append("clearselectors")
    typed = (word(each) for each in (account.user, *reset, *words))
    return f"ACL SETUSER {' '.join(typed)}"


def password_note(account: Account) -> str:
    """Return how the user is given a password that is in no history of the shell."""
    return (
        f"  ACL SETUSER {word(account.user)} on '>...'   with a password of your own, "
        "for instance that of ACL GENPASS"
    )


def keep_note() -> str:
    """Return how users stay beyond a restart."""
    return "ACL SAVE or CONFIG REWRITE keeps users beyond a restart of the server."


def exactly(key: str) -> str:
    """Return a key as a pattern that nothing but itself fits; no pattern may hold a space."""
    return _SPACE.sub("?", _GLOB.sub(r"\\\1", key))


def word(text: str) -> str:
    """Return a word as redis-cli reads it: in quotes where something in it is special."""
    if _PLAIN.fullmatch(text):
        return text
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    return letter if letter.isprintable() else "".join(f"\\x{byte:02x}" for byte in letter.encode())
