"""What is remembered between two looks: the troubles, and what each channel was told of them.

Times are Unix seconds: several processes, and a process before and after a restart, share them.
"""

from __future__ import annotations

import msgspec

from django_health.result import Reason, Status

VERSION = 1
"""Of the form in which it is kept; another one is not read."""


class Trouble(msgspec.Struct, kw_only=True):
    """Something that is not well, or was not and somebody has still to be told that it is again.

    Attributes:
        level: How bad it is for certain, after the time that it has to last; ``ok`` while it is
            only suspected, and once it is over. An error of an uncritical check is a warning.
        since: When that began.
        started: When the whole trouble began, in which a level may follow another one.
        status: What was last said at this level; likewise reason, message and critical.
        previous: The status of the level before; ``None`` where it is not known.
        worse_since: Since when it has been said, now and then, to be worse than the level.
        calm_since: Since when nothing worse has been said any more.
        better_since: Since when only better has been said.
        fingerprint: What receivers know it by.
    """

    check: str
    target: str
    part: str
    level: Status = Status.OK
    since: float = 0.0
    started: float = 0.0
    status: Status = Status.OK
    reason: Reason | None = None
    message: str = ""
    critical: bool = True
    previous: Status | None = None
    worse_since: float | None = None
    calm_since: float | None = None
    better_since: float | None = None
    fingerprint: str = ""

    @property
    def is_certain(self) -> bool:
        """Whether it is to be told."""
        return self.level is not Status.OK


class Told(msgspec.Struct):
    """What a channel was last told of a trouble.

    Attributes:
        level: How bad it was.
        started: Which trouble it was: one that is over may come again.
        at: When it was delivered.
    """

    level: Status
    started: float
    at: float


class ChannelRecord(msgspec.Struct):
    """What a channel was told, and who is telling it just now.

    Attributes:
        told: By the label of the check.
        holder: The process that delivers to it; no other one does meanwhile.
        held_until: When the others take it for dead.
        seen: When some process last had this channel.
    """

    told: dict[str, Told] = {}
    holder: str = ""
    held_until: float = 0.0
    seen: float = 0.0


class Record(msgspec.Struct, forbid_unknown_fields=True):
    """All of it.

    Attributes:
        version: Of the form.
        looker: The process that looks at the health; the others leave it to that one.
        looked: When it last began to; 0 for never.
        settled: When something was last made of what it saw; 0 for never.
        troubles: By the label of the check.
        channels: By name.
    """

    version: int = VERSION
    looker: str = ""
    looked: float = 0.0
    settled: float = 0.0
    troubles: dict[str, Trouble] = {}
    channels: dict[str, ChannelRecord] = {}


class _Marks(msgspec.Struct):
    """What each record has when it is kept; other people's JSON hardly has all of it."""

    version: int
    looker: str
    troubles: msgspec.Raw
    channels: msgspec.Raw


def encoded(record: Record) -> bytes:
    """Return a record as JSON."""
    return msgspec.json.encode(record)


def decoded(content: bytes) -> Record:
    """Return the record that JSON holds.

    Raises:
        ValueError: It is something else, or of another version.
    """
    if msgspec.json.decode(content, type=_Marks).version != VERSION:
        raise ValueError("a record of another version")
    return msgspec.json.decode(content, type=Record)
