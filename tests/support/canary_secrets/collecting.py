"""All outputs of one group of forms under one fault that is there from the beginning."""

from __future__ import annotations

from dataclasses import replace

from canary_secrets.player import Collected, Player
from canary_secrets.scene import Scene


def collect(scene: Scene, log_format: str) -> Collected:
    """Start the daemon and the library's process, and return all that they show until their end."""
    with Player(scene, log_format) as player:
        found = player.show()
    at_the_end = {f"{name} at the end": text for name, text in player.written().items()}
    return replace(found, outputs={**found.outputs, **at_the_end})
