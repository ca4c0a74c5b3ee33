"""When alerts are sent, and to whom: the section ``alerting``."""

from __future__ import annotations

import re
from typing import Annotated, Literal

import msgspec

from django_health.settings.channels import AnyChannel, Repeat
from django_health.settings.declarations import Interval

Look = Annotated[float, msgspec.Meta(ge=1, le=86400, extra={"unit": "seconds"})]
"""Seconds between two looks."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,62}")


class AlertingSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When alerts are sent, and to whom.

    Attributes:
        enabled: Whether the daemon sends alerts; without it, it does if its own file names
            channels. Django's command sends them in any case.
        interval: Seconds between two looks at the health.
        min_status: The mildest status that is told; an error of an uncritical check is a warning.
        fire_after: Seconds that something has to be wrong, whenever it was looked at, before it
            is told; 0 tells it at once.
        resolve_after: Seconds that it has to be well before that is told. What goes wrong again
            within them is the same trouble, and nothing is sent.
        repeat_interval: Seconds after which an alert that goes on is sent again.
        send_resolved: Whether it is told that something is well again.
        instance: Who sends, in the messages; the name of the host where it is empty.
        state_file: File that remembers what was told, across restarts and for all processes of a
            host; without it, and without ``cache``, a restart tells again what is wrong.
        cache: Alias of the Django cache that remembers it instead, for several hosts.
        channels: Where alerts are sent, by name.
    """

    enabled: bool | None = None
    interval: Look = 60.0
    min_status: Literal["warning", "error"] = "error"
    fire_after: Interval = 60.0
    resolve_after: Interval = 120.0
    repeat_interval: Repeat = 4 * 3600.0
    send_resolved: bool = True
    instance: str = ""
    state_file: str = ""
    cache: str = ""
    channels: dict[str, AnyChannel] = {}

    def __post_init__(self) -> None:
        if self.state_file and self.cache:
            raise ValueError("state_file and cache are both given: leave one away")
        if len(self.instance) > 200 or not self.instance.isprintable():
            raise ValueError("instance: at most 200 printable characters are expected")
        if any(not _NAME.fullmatch(name) for name in self.channels):
            raise ValueError("channels: a name is letters, digits, _, . and -, at most 63 of them")
