"""Alert channels of a project's own, as settings name them."""

from __future__ import annotations

from collections.abc import Mapping

SECRET = "hunter2"

NO_CHANNEL = "something else"


class Own:
    """A channel that needs nothing but a method; it refuses a room that is a secret."""

    timeout = 3.0

    def __init__(self, room: str = "") -> None:
        if room == SECRET:
            raise ValueError(room)
        self.room = room

    def send_alert(self, health_data: Mapping[str, object]) -> None:
        """Do nothing."""


class Closed(Own):
    """Lets nobody set an attribute but itself."""

    def __setattr__(self, name: str, value: object) -> None:
        if name != "room":
            raise AttributeError(name)
        super().__setattr__(name, value)
